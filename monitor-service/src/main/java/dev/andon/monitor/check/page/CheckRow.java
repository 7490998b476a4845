package dev.andon.monitor.check.page;

import dev.andon.monitor.chart.Bullet;
import dev.andon.monitor.check.CheckResult;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.check.Measurement;
import dev.andon.monitor.format.Numbers;
import io.quarkus.qute.TemplateData;
import java.util.Optional;

/** The newest result of one check in the words of the page; {@code strip} is null where its history is not shown or not known. */
@TemplateData
record CheckRow(CheckResult result, Strip strip) {

    CheckRow(CheckResult result) {
        this(result, null);
    }

    public String href() {
        return "/freshness/" + result.key();
    }

    /** It is not as it should be, or nobody knows. */
    public boolean wrong() {
        return result.status() != CheckStatus.FRESH;
    }

    public boolean unknown() {
        return result.status() == CheckStatus.UNKNOWN;
    }

    /** There is a page that shows more than this one. */
    public boolean elsewhere() {
        return !result.page().equals("/freshness");
    }

    public String lamp() {
        return lamp(result.status());
    }

    public String words() {
        return words(result.status());
    }

    /** What was measured, with its unit; a dash where nothing could be. */
    public String value() {
        return amount(result.value(), result.unit());
    }

    /** Where it becomes a warning and where it is stale: 1 h, 3 h; the usual range where the limits do not say it. */
    public String limits() {
        if (result.expected() != null) {
            return result.expected();
        } else if (result.warnAt() == null && result.errorAt() == null) {
            return Numbers.MISSING;
        }
        return amount(result.warnAt(), result.unit()) + ", " + amount(result.errorAt(), result.unit());
    }

    /** The value between its limits; null where there is nothing to lay on a track. */
    public Bullet bullet() {
        if (result.value() == null || result.warnAt() == null && result.errorAt() == null) {
            return null;
        }
        String state = switch (result.status()) {
            case STALE -> "above";
            case WARN -> "watched";
            default -> "";
        };
        return Bullet.of(result.value(), result.warnAt(), result.errorAt(), state);
    }

    static String lamp(CheckStatus status) {
        return switch (status) {
            case FRESH -> "ok";
            case WARN -> "warn";
            case STALE -> "bad";
            case UNKNOWN -> "idle";
        };
    }

    static String words(CheckStatus status) {
        return switch (status) {
            case FRESH -> "fresh";
            case WARN -> "warning";
            case STALE -> "stale";
            case UNKNOWN -> "not known";
        };
    }

    /** Lengths of time as such, everything else as a whole number with its unit, unless that is half a sentence. */
    static String amount(Double value, String unit) {
        if (value == null) {
            return Numbers.MISSING;
        } else if (value == 0) {
            return "0";
        }
        return lengthMs(unit)
                .map(ms -> Numbers.duration(value * ms))
                .orElseGet(() -> Numbers.count(Math.round(value))
                        + (unit == null || unit.isBlank() || unit.contains(" ") ? "" : "\u00a0" + unit));
    }

    /** How long one of a unit of time is; empty for what is counted. */
    static Optional<Double> lengthMs(String unit) {
        return switch (unit) {
            case null -> Optional.empty();
            case Measurement.SECONDS -> Optional.of(1_000.0);
            case "minutes" -> Optional.of(60_000.0);
            case "hours" -> Optional.of(3_600_000.0);
            case "days" -> Optional.of(86_400_000.0);
            default -> Optional.empty();
        };
    }
}
