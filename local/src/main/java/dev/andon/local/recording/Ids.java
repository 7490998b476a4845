package dev.andon.local.recording;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Brings ids of any recording to OTLP's: hex of the right length stays as it is, anything else is hashed, equal text to equal id. */
final class Ids {
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    private Ids() {}

    static String trace(String text) {
        return fit(text, TRACE_DIGITS);
    }

    static String span(String text) {
        return fit(text, SPAN_DIGITS);
    }

    /** Empty for null, blank, "null" and all zeros, which recordings write for no parent. */
    static Optional<String> parent(String text) {
        return Optional.ofNullable(text)
                .filter(id -> !id.isBlank() && !id.equals("null") && !id.matches("(0x)?0+"))
                .map(Ids::span);
    }

    private static String fit(String text, int digits) {
        String hex = text.toLowerCase(Locale.ROOT).replaceFirst("^0x", "").replace("-", "");
        if (hex.length() < digits && hex.matches("[0-9a-f]{" + (digits - 3) + ",}")) {
            // Python prints ids without leading zeros.
            hex = "0".repeat(digits - hex.length()) + hex;
        }
        return hex.matches("[0-9a-f]{" + digits + "}") ? hex : hash(text).substring(0, digits);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
