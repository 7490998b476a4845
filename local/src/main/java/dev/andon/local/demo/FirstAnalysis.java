package dev.andon.local.demo;

import dev.andon.common.config.DatabaseUrl;
import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import dev.andon.local.postgres.ServiceRoles;
import dev.andon.local.stack.ServiceCommand;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits until the rollups hold what was sent, runs one analysis, and puts its worst finding into words. */
public final class FirstAnalysis {
    private static final Duration FOLD_LIMIT = Duration.ofSeconds(90);
    private static final String FOLDED = """
            SELECT NOT EXISTS (
                SELECT FROM span_batches AS batch
                 WHERE batch.xid >= (SELECT folded_xid FROM rollup_watermarks WHERE name = 'spans'))
            """;
    private static final String WORST = """
            SELECT worst ->> 'dimension_type', worst ->> 'dimension_key',
                   (worst ->> 'p50_ms')::double precision, (worst ->> 'baseline_p50_ms')::double precision,
                   (worst ->> 'threshold_ms')::double precision, (worst ->> 'samples')::bigint,
                   worst -> 'growth' -> 0 ->> 'dimension_key', (worst -> 'growth' -> 0 ->> 'share')::double precision
              FROM (SELECT output_ref -> 'bottlenecks' -> 0 AS worst
                      FROM telemetry_analysis_runs
                     WHERE status = 'SUCCEEDED'
                     ORDER BY finished_at DESC
                     LIMIT 1) AS latest
             WHERE worst IS NOT NULL
            """;

    private final DataDir dir;
    private final DatabaseUrl database;

    public FirstAnalysis(DataDir dir, DatabaseUrl database) {
        this.dir = dir;
        this.database = database;
    }

    /** Runs it; the analyzer's own text goes to its log. */
    public void run(String databaseUrl) throws InterruptedException {
        awaitFold();
        int code = ServiceCommand.analyzer(List.of("analyze"), databaseUrl, dir.log("analyze"));
        if (code != 0) {
            throw new StackException("The analysis failed; see " + dir.log("analyze") + ".");
        }
    }

    /** The worst finding of the latest run in one sentence with its page; empty when there is none. */
    public Optional<String> finding(String monitorUrl) {
        try (Connection connection = ServiceRoles.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(WORST)) {
            return row.next() ? Optional.of(sentence(row, monitorUrl)) : Optional.empty();
        } catch (SQLException failed) {
            throw new StackException("The analysis could not be read: " + failed.getMessage());
        }
    }

    private static String sentence(ResultSet row, String monitorUrl) throws SQLException {
        String type = row.getString(1);
        String key = row.getString(2);
        double p50 = row.getDouble(3);
        double baseline = row.getDouble(4);
        String grown = row.getString(7) == null
                ? ""
                : " Most of the growth, %.0f %%, is %s.".formatted(100 * row.getDouble(8), row.getString(7));
        return "The line is held up by %s %s: it takes %.1f s, %.1f times its baseline of %.1f s (limit %.1f s, %d runs).%s%n"
                        .formatted(
                                type,
                                key,
                                p50 / 1000,
                                p50 / baseline,
                                baseline / 1000,
                                row.getDouble(5) / 1000,
                                row.getLong(6),
                                grown)
                + "  %s/bottlenecks/%s/%s".formatted(monitorUrl, encode(type), encode(key));
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void awaitFold() throws InterruptedException {
        long deadline = System.nanoTime() + FOLD_LIMIT.toNanos();
        CountDownLatch pace = new CountDownLatch(1);
        while (!folded()) {
            if (System.nanoTime() > deadline) {
                throw new StackException("The rollups did not take in the demonstration traces within "
                        + FOLD_LIMIT.toSeconds() + " s; see " + dir.log("analyzer") + ".");
            }
            pace.await(200, TimeUnit.MILLISECONDS);
        }
    }

    private boolean folded() {
        try (Connection connection = ServiceRoles.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(FOLDED)) {
            result.next();
            return result.getBoolean(1);
        } catch (SQLException failed) {
            throw new StackException("The rollups could not be read: " + failed.getMessage());
        }
    }
}
