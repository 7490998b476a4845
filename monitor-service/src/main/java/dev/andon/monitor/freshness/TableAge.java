package dev.andon.monitor.freshness;

import dev.andon.common.sql.Session;
import dev.andon.monitor.check.Check;
import dev.andon.monitor.check.CheckGroup;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.check.Measurement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The age of the newest row of one table, against a warning and an error age as in dbt's source freshness.
 *
 * @param newest a statement that answers one timestamp, null where the table is empty
 * @param used a statement that answers whether this part of Andon is used at all: where it is not, the table is fresh; null where
 *     every installation uses it
 */
record TableAge(
        String table,
        CheckGroup group,
        String title,
        String measures,
        String newest,
        String used,
        Duration warnAfter,
        Duration errorAfter,
        String remedy)
        implements Check {

    /** With the limits that settings give. */
    TableAge with(FreshnessConfig config) {
        Optional<FreshnessConfig.Limits> set =
                Optional.ofNullable(config.tables().get(table));
        Duration warn = set.flatMap(FreshnessConfig.Limits::warnAfter).orElse(warnAfter);
        Duration error = set.flatMap(FreshnessConfig.Limits::errorAfter).orElse(errorAfter);
        if (warn.compareTo(error) > 0) {
            throw new IllegalArgumentException("andon.monitor.freshness." + table + ".warn-after (" + warn
                    + ") is longer than error-after (" + error + ").");
        }
        return new TableAge(table, group, title, measures, newest, used, warn, error, remedy);
    }

    @Override
    public String key() {
        return table;
    }

    @Override
    public Measurement measure(Session session, Instant now) {
        if (used != null && !session.first(used, row -> row.getBoolean(1)).orElseThrow()) {
            return Measurement.verdict(CheckStatus.FRESH, "Not in use: no chat request was ever sent.", null);
        }
        Timestamp found = session.first(newest, row -> Optional.ofNullable(row.getTimestamp(1)))
                .flatMap(time -> time)
                .orElse(null);
        if (found == null) {
            return Measurement.missing(table + " is empty.", remedy);
        }
        Duration age = Duration.between(found.toInstant(), now);
        String detail = "The newest of " + table + " is of " + found.toInstant().truncatedTo(ChronoUnit.SECONDS) + ", "
                + Ages.text(age) + " ago.";
        return Measurement.age(age, warnAfter, errorAfter, detail, remedy);
    }
}
