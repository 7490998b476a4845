package dev.andon.monitor.retention;

import dev.andon.common.sql.Database;
import dev.andon.common.sql.Rows;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/** Rules, runs and steps of retention. What is deleted is decided by the functions of R__gdpr_retention.sql and R__gdpr_holds.sql. */
@Singleton
final class RetentionRepository {
    private static final String TIMEOUT = "SELECT set_config('statement_timeout', ?, true)";

    private static final String RULES = """
            SELECT data_class, keep_days, retention_cutoff(data_class, ?) AS cutoff, updated_at, updated_by
              FROM retention_rules
            """;

    private static final String SET_RULE = """
            SELECT data_class, keep_days, retention_cutoff(data_class, ?) AS cutoff, updated_at, updated_by
              FROM retention_set_rule(?, ?, ?)
            """;

    private static final String DUE = "SELECT data_class, keep_days, cutoff, due, held FROM retention_due(?)";

    private static final String SPAN_DAYS = "SELECT retention_span_days(?) AS day";

    private static final String DELETE_SPANS = "SELECT deleted, state FROM retention_delete_spans(?, ?, ?)";

    private static final String DELETE = """
            SELECT entry.key AS name, entry.value::bigint AS deleted, step.state
              FROM retention_delete(?, ?, ?) AS step
              LEFT JOIN LATERAL jsonb_each_text(step.deleted) AS entry ON true
            """;

    private static final String BEGIN = """
            INSERT INTO retention_runs (run_id, started_at, day, started_by)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (day) DO NOTHING
            """;

    private static final String FINISH = """
            UPDATE retention_runs
               SET finished_at = ?, outcome = ?, counts = ?::jsonb, detail = ?
             WHERE run_id = ?
            """;

    private static final String NEWEST = """
            SELECT run_id, started_at, finished_at, started_by, outcome, counts::text AS counts, detail
              FROM retention_runs
             ORDER BY started_at DESC
             LIMIT ?
            """;

    private final Database database;

    RetentionRepository(DataSource dataSource) {
        this.database = new Database(dataSource);
    }

    /** What one step did: rows by table, and done, more, waiting or held. */
    record Step(List<Deleted> deleted, String state) {
        record Deleted(String table, long rows) {}
    }

    List<Rule> rules(Instant now) {
        return database.read(session -> session.query(RULES, RetentionRepository::rule, now)).stream()
                .sorted(java.util.Comparator.comparing(Rule::dataClass))
                .toList();
    }

    Rule setRule(DataClass dataClass, Integer days, String by, Instant now) {
        return database.write(
                session -> session.first(SET_RULE, RetentionRepository::rule, now, dataClass.text(), days, by)
                        .orElseThrow());
    }

    List<Due> due(Instant now, Duration timeout) {
        return step(timeout, session -> session.query(DUE, RetentionRepository::due, now));
    }

    List<LocalDate> spanDays(Instant now) {
        return database.read(session -> session.query(SPAN_DAYS, row -> row.getObject("day", LocalDate.class), now));
    }

    /** With the spans of one day; null for those without a partition. */
    Step deleteSpans(LocalDate day, int most, Instant now, Duration timeout) {
        return step(
                timeout,
                session -> session.first(
                                DELETE_SPANS,
                                row -> new Step(
                                        List.of(new Step.Deleted("workflow_trace_log", row.getLong("deleted"))),
                                        row.getString("state")),
                                day,
                                most,
                                now)
                        .orElseThrow());
    }

    Step delete(DataClass dataClass, int most, Instant now, Duration timeout) {
        record Row(String table, long rows, String state) {}
        List<Row> rows = step(
                timeout,
                session -> session.query(
                        DELETE,
                        row -> new Row(row.getString("name"), row.getLong("deleted"), row.getString("state")),
                        dataClass.text(),
                        most,
                        now));
        return new Step(
                rows.stream()
                        .filter(row -> row.table() != null)
                        .map(row -> new Step.Deleted(row.table(), row.rows()))
                        .toList(),
                rows.getFirst().state());
    }

    /** Notes that a run begins; false where another instance has that of the day. */
    boolean begin(UUID runId, Instant now, LocalDate day, String by) {
        return database.write(session -> session.update(BEGIN, runId, now, day, by)) == 1;
    }

    /** Notes how a run ended, and does what belongs to it in the same transaction. */
    <T> T finish(UUID runId, Instant now, Tally tally, String counts, Function<Session, T> also) {
        return database.write(session -> {
            session.update(FINISH, now, tally.outcome(), counts, tally.detail(), runId);
            return also.apply(session);
        });
    }

    List<RetentionRun> newest(int most) {
        return database.read(session -> session.query(NEWEST, RetentionRepository::run, most));
    }

    Optional<RetentionRun> last() {
        return newest(1).stream().findFirst();
    }

    /** Work in one transaction whose statements may take longer than others of this service. */
    private <T> T step(Duration timeout, Function<Session, T> work) {
        return database.write(session -> {
            session.first(TIMEOUT, row -> row.getString(1), timeout.toMillis() + "ms");
            return work.apply(session);
        });
    }

    private static Rule rule(ResultSet row) throws SQLException {
        return new Rule(
                DataClass.of(row.getString("data_class")).orElseThrow(),
                Rows.integer(row, "keep_days"),
                Rows.instant(row, "cutoff"),
                Rows.instant(row, "updated_at"),
                row.getString("updated_by"));
    }

    private static Due due(ResultSet row) throws SQLException {
        return new Due(
                DataClass.of(row.getString("data_class")).orElseThrow(),
                Rows.integer(row, "keep_days"),
                Rows.instant(row, "cutoff"),
                row.getLong("due"),
                row.getLong("held"));
    }

    private static RetentionRun run(ResultSet row) throws SQLException {
        return new RetentionRun(
                row.getObject("run_id", UUID.class),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "finished_at"),
                row.getString("started_by"),
                row.getString("outcome"),
                row.getString("counts"),
                row.getString("detail"));
    }
}
