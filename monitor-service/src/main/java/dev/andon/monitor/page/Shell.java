package dev.andon.monitor.page;

import dev.andon.monitor.header.ThemeScript;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateData;
import java.time.Instant;
import java.util.Map;

/**
 * What is around every page: title, which area is current, how fresh the figures are, and the token its forms carry.
 *
 * @param area key of the rail's entry
 * @param asOf every span acknowledged before this is in the figures; null where nothing was folded yet
 * @param ageUnknown how fresh they are could not be read
 * @param improvements open ones, for the rail
 * @param checks how the last run of all checks ended, fresh, warn, unknown or stale; null where there was none
 * @param url this page, from which links to its other ranges are made
 * @param signedIn there is a session that can be ended
 * @param range null on pages that show no range
 */
@TemplateData
public record Shell(
        String title,
        String area,
        Instant now,
        Instant asOf,
        boolean stale,
        boolean ageUnknown,
        long improvements,
        String checks,
        String environment,
        String csrf,
        String actor,
        boolean signedIn,
        PageUrl url,
        Range range) {

    /** The one inline script. */
    public RawString themeScript() {
        return new RawString(ThemeScript.TEXT);
    }

    /** Marks the current entry of the rail. */
    public boolean at(String key) {
        return area.equals(key);
    }

    /** Lamp of the rail beside Freshness; empty where all is well or nobody knows. */
    public String checksLamp() {
        return switch (checks) {
            case "stale" -> "bad";
            case "warn", "unknown" -> "warn";
            case null, default -> "";
        };
    }

    /** This page over another range. */
    public String rangeUrl(String key) {
        return over(Map.of("range", key));
    }

    /** This page over the range before. */
    public String earlierUrl() {
        return over(range.earlier().query());
    }

    /** This page over the range after; empty where there is none yet. */
    public String laterUrl() {
        Range later = range.later(now);
        return later == null ? "" : over(later.query());
    }

    private String over(Map<String, String> query) {
        PageUrl other = url.without("range").without("from").without("to");
        for (Map.Entry<String, String> entry : query.entrySet()) {
            other = other.with(entry.getKey(), entry.getValue());
        }
        return other.toString();
    }
}
