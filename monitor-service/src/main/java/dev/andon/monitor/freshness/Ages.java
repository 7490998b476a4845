package dev.andon.monitor.freshness;

import java.time.Duration;

/** Ages as people say them. */
final class Ages {
    private Ages() {}

    /** Its two greatest parts, for example {@code 2 h 5 min}; {@code 0 s} for one that lies ahead. */
    static String text(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d " + age.toHoursPart() + " h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h " + age.toMinutesPart() + " min";
        }
        return age.toMinutes() > 0
                ? age.toMinutes() + " min " + age.toSecondsPart() + " s"
                : Math.max(0, age.toSeconds()) + " s";
    }
}
