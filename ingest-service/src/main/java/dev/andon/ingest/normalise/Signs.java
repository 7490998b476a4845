package dev.andon.ingest.normalise;

import java.util.Arrays;

/** What the attributes of one span told so far. Meant to be reused: {@link #clear} before the next span. Not thread-safe. */
public final class Signs {
    private final String[] values = new String[Sign.values().length];
    private final int[] ranks = new int[values.length];

    /** Forgets the last span. */
    public void clear() {
        Arrays.fill(values, null);
    }

    /** Whether any dialect gives this key a meaning; lets callers skip turning values into text. */
    public static boolean known(String key) {
        return Sign.of(key) != null;
    }

    /** Takes note of an attribute; blank values and unknown keys tell nothing. */
    public void put(String key, String value) {
        Sign.Key known = Sign.of(key);
        if (known == null || value.isBlank()) {
            return;
        }
        int slot = known.sign().ordinal();
        if (values[slot] == null || known.rank() < ranks[slot]) {
            values[slot] = value;
            ranks[slot] = known.rank();
        }
    }

    String text(Sign sign) {
        return values[sign.ordinal()];
    }

    boolean has(Sign sign) {
        return values[sign.ordinal()] != null;
    }

    /** A count of tokens; null where there is none or it is no whole number that is zero or more. */
    Long count(Sign sign) {
        String text = text(sign);
        if (text == null) {
            return null;
        }
        try {
            long count = Long.parseLong(text);
            return count >= 0 ? count : null;
        } catch (NumberFormatException notWhole) {
            return null;
        }
    }
}
