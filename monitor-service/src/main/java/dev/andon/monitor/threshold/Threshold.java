package dev.andon.monitor.threshold;

import dev.andon.monitor.dimension.Dimension;
import io.quarkus.qute.TemplateData;
import java.time.Instant;
import java.util.Locale;

/** A limit that a person set: the median may be up to baseline times multiplier. */
@TemplateData
public record Threshold(
        Dimension dimension,
        double baselineMs,
        double multiplier,
        boolean active,
        Instant updatedAt,
        String updatedBy) {

    /** Where it warns. */
    public double limitMs() {
        return baselineMs * multiplier;
    }

    /** The baseline as a form shows it. */
    public String seconds() {
        return seconds(baselineMs);
    }

    /** The multiplier as a form shows it. */
    public String times() {
        return plain(String.format(Locale.ROOT, "%.2f", multiplier));
    }

    /** Milliseconds as seconds without needless zeros. */
    public static String seconds(double ms) {
        return plain(String.format(Locale.ROOT, "%.3f", ms / 1000));
    }

    private static String plain(String number) {
        return number.contains(".") ? number.replaceFirst("0+$", "").replaceFirst("\\.$", "") : number;
    }
}
