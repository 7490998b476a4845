package dev.andon.ingest.chat;

import java.math.BigDecimal;

/** What a cost in dollars may be. */
final class Cost {
    private static final BigDecimal MAX = BigDecimal.valueOf(1_000_000_000);
    private static final int MAX_SCALE = 30;

    private Cost() {}

    /** Zero to a milliard, with no more decimals than a price has. */
    static boolean plausible(BigDecimal dollars) {
        return dollars.signum() >= 0 && Math.abs(dollars.scale()) <= MAX_SCALE && dollars.compareTo(MAX) <= 0;
    }
}
