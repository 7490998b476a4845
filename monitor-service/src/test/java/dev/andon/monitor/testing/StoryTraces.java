package dev.andon.monitor.testing;

import dev.andon.common.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;

/** Writes whole traces: the delivery of one work item with its retries, or as many spans as asked for. */
public final class StoryTraces {
    private static final String INSERT = """
            INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, input_tokens, output_tokens, trace_id, span_id,
                    parent_span_id, span_type, span_kind, status, span_name, service_name, workflow_execution_id, phase, gate,
                    subagent, sd_type, model, tool, status_message, attributes, events)
            VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, 'INTERNAL', ?, ?, 'sd-runner', ?, ?, ?, ?, 'feature', ?, ?, ?,
                    ?::jsonb, ?::jsonb)
            """;

    private final TestDatabase database;
    private String traceId;
    private String execution;
    private Instant start;
    private int spans;
    private Instant last;

    public StoryTraces(TestDatabase database) {
        this.database = database;
    }

    /** One delivery of 8 min 52 s with 60 tool calls; {@code summarised} says whether the fold has seen it. */
    public void write(String trace, Instant at, boolean summarised) throws SQLException {
        write(trace, at, 3, summarised);
    }

    /** The same whose gate asks its model less often than three times; each time takes half a minute. */
    public void write(String trace, Instant at, int attempts, boolean summarised) throws SQLException {
        begin(trace, at, attempts == 3 ? "SD-AUTH-0142" : "SD-DOCS-0012");
        double saved = (3 - attempts) * 30;
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            String root = span(insert, null, "workflow", "sd.deliver", null, 0, 532 - saved);
            String lead = span(insert, root, "phase", "LEAD", "LEAD", 0.4, 35.8);
            span(insert, lead, "tool", "load_work_item", "load_work_item", 0.5, 0.3);
            span(insert, lead, "llm", "chat mistral-large-2", "mistral-large-2", 0.9, 20.9);
            span(insert, lead, "llm", "chat mistral-large-2", "mistral-large-2", 22, 13.9);
            gate(insert, root, attempts);
            start = start.minusSeconds((long) saved);
            String plan = span(insert, root, "phase", "PLAN", "PLAN", 129, 74);
            span(insert, plan, "llm", "chat mistral-large-2", "mistral-large-2", 130, 70);
            String agents = span(insert, root, "span", "orchestrate sub-agents", null, 204, 249);
            String design = span(insert, agents, "subagent", "DESIGN", "DESIGN", 205, 107);
            span(insert, design, "llm", "chat gpt-4.1", "gpt-4.1", 206, 100);
            String testing = span(insert, agents, "subagent", "TESTING", "TESTING", 206, 240);
            for (int i = 0; i < 60; i++) {
                span(insert, testing, "tool", i == 31 ? "test_runner" : "read_file", "read_file", 207 + i * 3.6, 2.8);
            }
            String exec = span(insert, root, "phase", "EXEC", "EXEC", 455, 52);
            span(insert, exec, "llm", "chat mistral-large-2", "mistral-large-2", 456, 45);
            String coverage = span(insert, root, "gate", "GATE_TEST_COVERAGE", "GATE_TEST_COVERAGE", 510, 15.7);
            span(insert, coverage, "tool", "coverage_report", "coverage_report", 511, 11.6);
            span(insert, root, "tool", "record_handoff", "record_handoff", 528, 2.5);
            insert.executeBatch();
            connection.commit();
        }
        start = at;
        finish(summarised, (532 - saved) * 1_000);
    }

    private void gate(PreparedStatement insert, String root, int attempts) throws SQLException {
        String gate = span(insert, root, "gate", "GATE_PRD_REQUIRED", "GATE_PRD_REQUIRED", 36.4, 1.8 + attempts * 30);
        span(insert, gate, "tool", "load_prd", "load_prd", 36.5, 0.4);
        for (int attempt = 0; attempt < attempts; attempt++) {
            double at = 37 + attempt * 30;
            span(insert, gate, "tool", "prd_lint", "prd_lint", at, 4.3);
            span(insert, gate, "llm", "chat mistral-large-2", "mistral-large-2", at + 4.4, attempt < 2 ? 25.4 : 24.9);
        }
    }

    /** A root with {@code count} spans below it, three levels deep. */
    public void writeLarge(String trace, Instant at, int count) throws SQLException {
        begin(trace, at, "BATCH-1");
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            String root = span(insert, null, "workflow", "batch.import", null, 0, count * 0.1);
            String group = root;
            for (int i = 1; i < count; i++) {
                if (i % 100 == 1) {
                    group = span(insert, root, "subagent", "worker " + i / 100, "WORKER", i * 0.1, 9.9);
                } else {
                    span(insert, group, i % 7 == 0 ? "llm" : "tool", "step " + i, "step", i * 0.1, 0.09);
                }
            }
            insert.executeBatch();
            connection.commit();
        }
        finish(true, count * 100.0);
    }

    /** One span with what a stranger may send. */
    public void writeOne(String trace, Instant at, String name, String attributes, String events) throws SQLException {
        begin(trace, at, name);
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            row(insert, null, "tool", name, name, 0, 1.5, attributes, events);
            insert.executeBatch();
        }
        finish(false, 1_500);
    }

    private void begin(String trace, Instant at, String workItem) {
        execution = workItem;
        traceId = trace;
        start = at;
        last = at;
        spans = 0;
        java.time.LocalDate day = at.atZone(java.time.ZoneOffset.UTC).toLocalDate();
        database.execute("SELECT ensure_span_partitions('" + day.minusDays(1) + "', '" + day.plusDays(1) + "')");
        database.execute(
                "INSERT INTO trace_resources (resource_id, service_name, attributes, scope_name) VALUES (1, 'sd-runner',"
                        + " '{\"service.name\": \"sd-runner\", \"service.version\": \"2.8.0\"}', 'andon.demo') ON CONFLICT DO NOTHING");
    }

    private void finish(boolean summarised, double durationMs) throws SQLException {
        database.execute("INSERT INTO span_batches (first_start_at, last_start_at, span_count, trace_ids) VALUES ('"
                + start + "', '" + last + "', " + spans + ", ARRAY['" + traceId + "'])");
        if (!summarised) {
            return;
        }
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO trace_summaries (started_at, last_start_at, duration_ms, folded_xid, span_count, error_count,
                                input_tokens, output_tokens, trace_id, complete, status, root_service, root_name, root_type,
                                workflow_execution_id, sd_type, services, models)
                        VALUES (?, ?, ?, pg_snapshot_xmin(pg_current_snapshot()), ?, 1, 76680, 7530, ?, true, 'OK', 'sd-runner',
                                'sd.deliver', 'workflow', ?, 'feature', ARRAY['sd-runner'], ARRAY['mistral-large-2'])
                        """)) {
            insert.setTimestamp(1, Timestamp.from(start));
            insert.setTimestamp(2, Timestamp.from(last));
            insert.setDouble(3, durationMs);
            insert.setInt(4, spans);
            insert.setString(5, traceId);
            insert.setString(6, execution);
            insert.executeUpdate();
        }
    }

    private String span(
            PreparedStatement insert,
            String parent,
            String type,
            String name,
            String key,
            double atSeconds,
            double seconds)
            throws SQLException {
        return row(
                insert,
                parent,
                type,
                name,
                key,
                atSeconds,
                seconds,
                "{\"workflow.attempt\": " + (spans + 1)
                        + ", \"repo\": \"core\", \"gen_ai.request.model\": \"mistral-large-2\"}",
                "[{\"name\": \"retry\", \"time\": \"" + start.plusSeconds((long) atSeconds)
                        + "\", \"attributes\": {\"reason\": \"not JSON\"}}]");
    }

    private String row(
            PreparedStatement insert,
            String parent,
            String type,
            String name,
            String key,
            double atSeconds,
            double seconds,
            String attributes,
            String events)
            throws SQLException {
        String id = String.format("%016x", ++spans + 0xa000);
        Instant at = start.plus(Duration.ofMillis((long) (atSeconds * 1000)));
        last = at.isAfter(last) ? at : last;
        insert.setTimestamp(1, Timestamp.from(at));
        insert.setDouble(2, seconds * 1000);
        insert.setObject(3, type.equals("llm") ? 5_112L : null, java.sql.Types.BIGINT);
        insert.setObject(4, type.equals("llm") ? 502L : null, java.sql.Types.BIGINT);
        insert.setString(5, traceId);
        insert.setString(6, id);
        insert.setString(7, parent);
        insert.setString(8, type);
        insert.setString(9, name.equals("test_runner") ? "ERROR" : "OK");
        insert.setString(10, name);
        insert.setString(11, execution);
        insert.setString(12, type.equals("phase") ? key : null);
        insert.setString(13, type.equals("gate") ? key : null);
        insert.setString(14, type.equals("subagent") ? key : null);
        insert.setString(15, type.equals("llm") ? key : null);
        insert.setString(16, type.equals("tool") ? key : null);
        insert.setString(17, name.equals("test_runner") ? "exit code 1" : null);
        insert.setString(18, attributes);
        insert.setString(19, events);
        insert.addBatch();
        return id;
    }
}
