package dev.andon.monitor.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retention and holds through their commands, on spans, chats and rollups of many ages. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "andon.monitor.check.enabled", value = "false"))
class RetentionIT {
    private static final String TELL = """
            SELECT ensure_span_partitions((now() AT TIME ZONE 'UTC')::date - 95, (now() AT TIME ZONE 'UTC')::date);
            INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, status, span_name,
                                            service_name, conversation_id, user_id)
            SELECT (date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC') - age * interval '24 hours' + interval '12 hours',
                   1, 1, 't' || age || '-' || n, 's', 'span', 'INTERNAL', 'OK', 'n', 's',
                   CASE WHEN n = 1 THEN 'talk-' || age END, CASE WHEN n = 2 THEN 'Ann@Example.org' END
              FROM unnest(ARRAY[1, 89, 90, 91, 92, 93, 200]) AS age, generate_series(1, 10) AS n;
            INSERT INTO trace_summaries (started_at, last_start_at, duration_ms, folded_xid, span_count, error_count, trace_id, complete, status,
                                         root_service, root_name, root_type)
            SELECT now() - age * interval '24 hours', now() - age * interval '24 hours', 1, '1', 1, 0, 'summary-' || age, true, 'ok', 's',
                   'n', 'span'
              FROM unnest(ARRAY[100, 399, 402]) AS age;
            INSERT INTO conversations (conversation_id, started_at, last_message_at, user_id)
            SELECT 'c' || age || coalesce(who, ''), now() - age * interval '24 hours', now() - age * interval '24 hours', who
              FROM unnest(ARRAY[10, 95, 96]) AS age, unnest(ARRAY['ann@example.org', 'bob', NULL]) AS who;
            INSERT INTO messages (message_id, conversation_id, sent_at, role, content)
            SELECT conversation_id || n, conversation_id, last_message_at, 'user', 'text' FROM conversations, generate_series(1, 3) AS n;
            INSERT INTO chat_telemetry (request_id, created_at, source, outcome, conversation_id, user_id)
            SELECT 'r' || age || who, now() - age * interval '24 hours', 'api', 'ok', 'c' || age || who, who
              FROM unnest(ARRAY[10, 399, 402, 403]) AS age, unnest(ARRAY['ann@example.org', 'bob']) AS who;
            SELECT refresh_chat_telemetry_rollups('-infinity', 'infinity');
            TRUNCATE chat_telemetry_changes;
            INSERT INTO rollup_watermarks (name, folded_xid, as_of, updated_at) VALUES ('spans', pg_current_xact_id(), now(), now())
                ON CONFLICT (name) DO UPDATE SET folded_xid = excluded.folded_xid;
            INSERT INTO trace_rollups (bucket_start, traces, failed, executions, duration_us, input_tokens, output_tokens, p50_ms, p95_ms,
                                       duration_histogram)
            SELECT date_trunc('hour', now()) - age * interval '24 hours', 1, 0, 1, 1, 0, 0, 1, 1, ''
              FROM unnest(ARRAY[1, 799, 810]) AS age
            """;

    TestDatabase database;

    @Inject
    Commands commands;

    @Inject
    ObjectMapper mapper;

    @Inject
    RetentionJob job;

    @BeforeEach
    void tell() {
        for (List<String> leaf : database.rows("""
                SELECT relname FROM pg_class WHERE relname ~ '^workflow_trace_log_[0-9]{8}$' AND relkind = 'r'
                """)) {
            database.execute("DROP TABLE " + leaf.getFirst());
        }
        database.execute(
                "TRUNCATE workflow_trace_log, span_batches, trace_summaries, trace_rollups, dimension_rollups, call_rollups,"
                        + " conversations, messages, chat_telemetry, chat_telemetry_changes, chat_telemetry_rollups,"
                        + " chat_telemetry_domain_rollups, chat_telemetry_model_rollups, retention_holds, retention_runs, monitor_runs CASCADE");
        database.execute("UPDATE retention_rules SET gone_before = NULL");
        database.execute(TELL);
    }

    @Test
    void what_is_older_than_its_rule_goes_and_the_rest_stays() throws Exception {
        JsonNode run = run();

        assertThat(run.get("outcome").asText()).as(run.toString()).isEqualTo("done");
        assertThat(run.get("counts")).isEqualTo(mapper.readTree("""
                {"conversations": 6, "days_dropped": 5, "chat_telemetry": 4, "messages": 18, "trace_rollups": 1, "trace_summaries": 1,
                 "workflow_trace_log": 40}
                """));
        assertThat(spanAges()).isEqualTo("1 89 90");
        assertThat(
                        database.number(
                                "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ '^workflow_trace_log_[0-9]{8}$'"))
                .isEqualTo(91);
        assertThat(database.text("SELECT string_agg(conversation_id, ' ' ORDER BY conversation_id) FROM conversations"))
                .isEqualTo("c10 c10ann@example.org c10bob");
        assertThat(run().get("counts").toString()).isEqualTo("{}");
    }

    @Test
    void every_run_is_an_entry_of_the_audit_log_with_its_counts_also_where_nothing_was_due() throws Exception {
        run();
        run();

        assertThat(database.rows("""
                SELECT actor, action, outcome, counts ->> 'workflow_trace_log'
                  FROM gdpr_audit_log
                 WHERE action = 'retention'
                 ORDER BY seq DESC
                 LIMIT 2
                """))
                .containsExactly(
                        java.util.Arrays.asList("tester", "retention", "done", null),
                        List.of("tester", "retention", "done", "40"));
        assertThat(database.text("SELECT kind FROM gdpr_audit_verify()")).isNull();
    }

    @Test
    void a_dry_run_counts_and_deletes_nothing() throws Exception {
        JsonNode due = mapper.readTree(
                command("retention", "run", "--dry-run", "-o", "json").done().out());

        assertThat(due.findValuesAsText("due")).containsExactly("40", "4", "6", "1", "1", "0");
        assertThat(spanAges()).isEqualTo("1 89 90 91 92 93 200");
    }

    @Test
    void rollups_of_chats_whose_rows_are_gone_stay_as_they_were() throws Exception {
        String before = database.text("SELECT sum(requests) FROM chat_telemetry_rollups");
        run();

        database.execute("SELECT refresh_chat_telemetry_rollups('-infinity', 'infinity')");

        assertThat(database.text("SELECT sum(requests) FROM chat_telemetry_rollups"))
                .isEqualTo(before);
        assertThat(database.number("SELECT count(*) FROM chat_telemetry")).isEqualTo(4);
    }

    @Test
    void what_was_not_counted_yet_waits() throws Exception {
        database.execute("INSERT INTO span_batches (first_start_at, last_start_at, span_count, trace_ids)"
                + " VALUES (now() - interval '150 days', now(), 1, '{}')");
        database.execute("INSERT INTO chat_telemetry_changes (bucket_start) VALUES (now() - interval '500 days')");

        JsonNode run = run();

        assertThat(run.get("outcome").asText()).isEqualTo("partly");
        assertThat(run.get("detail").asText()).contains("spans wait", "chat_telemetry wait");
        assertThat(spanAges()).isEqualTo("1 89 90 91 92 93 200");
        assertThat(database.number("SELECT count(*) FROM conversations")).isEqualTo(3);
    }

    @Test
    void a_day_that_somebody_reads_is_left_for_the_next_run() throws Exception {
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM workflow_trace_log");

            CommandRun run = command("retention", "run", "-o", "json").done();
            assertThat(run.out()).contains("partly", "in use");
            // Ingest waits behind each try: there is one.
            assertThat(run.err()).doesNotContain("spans of").contains("chat_telemetry");
            reader.rollback();
        }
        assertThat(run().get("outcome").asText()).isEqualTo("done");
        assertThat(spanAges()).isEqualTo("1 89 90");
    }

    @Test
    void a_hold_on_everything_stops_every_deletion() throws Exception {
        command("holds", "add", "--everything", "--reason", "case 1").done();
        database.execute("INSERT INTO monitor_runs (run_id, started_at, trigger, scope)"
                + " VALUES (gen_random_uuid(), now() - interval '900 days', 'page', 'all')");

        assertThat(run().get("counts").toString()).isEqualTo("{}");
        assertThat(spanAges()).isEqualTo("1 89 90 91 92 93 200");
        check();
        assertThat(database.number("SELECT count(*) FROM monitor_runs WHERE started_at < now() - interval '2 years'"))
                .isEqualTo(1);
    }

    @Test
    void a_hold_on_a_class_stops_that_one() throws Exception {
        command("holds", "add", "--class", "spans", "--reason", "case 1").done();

        assertThat(run().get("counts").has("workflow_trace_log")).isFalse();
        assertThat(spanAges()).isEqualTo("1 89 90 91 92 93 200");
        assertThat(database.number("SELECT count(*) FROM conversations")).isEqualTo(3);
    }

    @Test
    void of_a_day_with_traces_of_a_held_conversation_only_the_others_go() throws Exception {
        command("holds", "add", "--conversation", "talk-92", "--reason", "case 2")
                .done();
        database.execute(
                "INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind,"
                        + " status, span_name, service_name) SELECT created_at, 1, 1, trace_id, 'child', 'span', 'INTERNAL', 'OK', 'n', 's'"
                        + " FROM workflow_trace_log WHERE trace_id = 't92-1'");

        JsonNode run = run();

        assertThat(run.get("detail").asText()).contains("under a hold");
        assertThat(database.text("SELECT string_agg(trace_id || span_id, ' ' ORDER BY span_id) FROM workflow_trace_log"
                        + " WHERE created_at < now() - interval '90 days 12 hours'"))
                .isEqualTo("t92-1child t92-1s");
        assertThat(check().get("status").asText()).isEqualTo("fresh");

        command("holds", "release", "1").exitCode();
        String hold = database.text("SELECT max(hold_id) FROM retention_holds");
        command("holds", "release", hold).done();
        run();
        assertThat(spanAges()).isEqualTo("1 89 90");
    }

    @Test
    void a_hold_on_a_person_keeps_their_chats_conversations_and_traces() throws Exception {
        command("holds", "add", "--person", " ANN@example.org", "--reason", "case 3")
                .done();

        run();

        assertThat(database.number("SELECT count(*) FROM conversations WHERE user_id = 'ann@example.org'"))
                .isEqualTo(3);
        assertThat(database.number("SELECT count(*) FROM messages WHERE conversation_id LIKE '%ann%'"))
                .isEqualTo(9);
        assertThat(database.number("SELECT count(*) FROM conversations WHERE user_id = 'bob'"))
                .isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM chat_telemetry WHERE user_id = 'ann@example.org'"))
                .isEqualTo(4);
        assertThat(database.text("SELECT string_agg(trace_id, ' ' ORDER BY created_at) FROM workflow_trace_log"
                        + " WHERE created_at < now() - interval '90 days 12 hours'"))
                .isEqualTo("t200-2 t93-2 t92-2 t91-2");
    }

    @Test
    void held_says_yes_to_all_that_a_hold_covers_and_to_nothing_else() throws Exception {
        assertThat(held("ARRAY['ann@example.org']", "'{}'")).isEqualTo("f");
        command("holds", "add", "--person", "Ann@example.org", "--reason", "case 3")
                .done();

        assertThat(held("ARRAY['x', ' ANN@example.org ']", "'{}'")).isEqualTo("t");
        assertThat(held("'{}'", "ARRAY['c10ann@example.org']")).isEqualTo("t");
        assertThat(held("ARRAY['bob']", "ARRAY['c10bob']")).isEqualTo("f");

        command("holds", "add", "--class", "conversations", "--reason", "case 4")
                .done();
        assertThat(held("ARRAY['bob']", "'{}', ARRAY['spans']")).isEqualTo("f");
        assertThat(held("ARRAY['bob']", "'{}', ARRAY['spans', 'conversations']"))
                .isEqualTo("t");
        assertThat(held("ARRAY['bob']", "'{}'")).isEqualTo("t");
    }

    @Test
    void a_hold_waits_for_whoever_asked_before_and_deletes_now() throws Exception {
        try (Connection eraser = database.connect();
                Statement statement = eraser.createStatement()) {
            eraser.setAutoCommit(false);
            statement.execute("SELECT gdpr_held(ARRAY['ann@example.org'])");

            assertThat(database.rows("SELECT pg_try_advisory_lock(hashtextextended('retention_holds', 0))")
                            .getFirst())
                    .containsExactly("f");
            eraser.rollback();
        }
    }

    @Test
    void holds_name_people_while_they_last_and_afterwards_by_pseudonym_only() throws Exception {
        command("holds", "add", "--person", "ann@example.org", "--reason", "case 3", "--by", "counsel")
                .done();
        assertThat(command("holds", "list").done().out()).contains("ann@example.org", "counsel", "in force", "case 3");

        String hold = database.text("SELECT max(hold_id) FROM retention_holds");
        command("holds", "release", hold).done();

        assertThat(command("holds", "list").done().out()).doesNotContain("case 3");
        assertThat(command("holds", "list", "--all").done().out())
                .contains("released", "case 3")
                .doesNotContain("ann");
        assertThat(command("holds", "release", hold).exitCode()).isEqualTo(1);
        assertThat(database.rows(
                        "SELECT outcome, length(subject), detail LIKE '%ann%' FROM gdpr_audit_log WHERE action = 'hold'"
                                + " ORDER BY seq DESC LIMIT 2"))
                .containsExactly(List.of("released", "32", "f"), List.of("added", "32", "f"));
    }

    @Test
    void a_rule_is_set_with_an_entry_and_what_cannot_be_is_refused() throws Exception {
        assertThat(command("retention", "set", "conversations", "--days", "30", "--by", "dpo")
                        .done()
                        .out())
                .contains("30 days");
        assertThat(database.rows("SELECT actor, action, counts::text FROM gdpr_audit_log ORDER BY seq DESC LIMIT 1")
                        .getFirst())
                .containsExactly("dpo", "policy_change", "{\"keep_days\": 30, \"kept_days_before\": 90}");
        assertThat(command("retention", "list").done().out()).contains("conversations     30 days", "dpo");

        CommandRun refused = command("retention", "set", "spans", "--days", "500");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("longer than trace summaries");
        assertThat(command("retention", "set", "spans", "--days", "0").exitCode())
                .isEqualTo(1);
        assertThat(command("retention", "set", "spans").exitCode()).isEqualTo(2);
        command("retention", "set", "conversations", "--for-ever").done();
        run();
        assertThat(database.number("SELECT count(*) FROM conversations")).isEqualTo(9);
        command("retention", "set", "conversations", "--days", "90").done();
    }

    @Test
    void of_two_instances_one_runs_the_day() {
        assertThat(job.runOnce()).isTrue();
        assertThat(job.runOnce()).isFalse();
        assertThat(database.number("SELECT count(*) FROM retention_runs WHERE outcome = 'done'"))
                .isEqualTo(1);
    }

    @Test
    void the_check_tells_of_rows_that_should_be_gone_and_of_a_run_that_does_not_come() throws Exception {
        assertThat(check().get("status").asText()).isEqualTo("stale");
        assertThat(check().get("detail").asText()).contains("spans", "conversations", "rollups");

        run();
        assertThat(check().get("status").asText()).isEqualTo("fresh");

        database.execute("UPDATE retention_runs SET finished_at = finished_at - interval '51 hours'");
        assertThat(check().get("status").asText()).isEqualTo("stale");
    }

    private JsonNode run() throws Exception {
        return mapper.readTree(command("retention", "run", "--by", "tester", "-o", "json")
                .done()
                .out());
    }

    private JsonNode check() throws Exception {
        for (JsonNode result :
                mapper.readTree(command("check", "gdpr", "-o", "json").out()).get("results")) {
            if (result.get("key").asText().equals("retention")) {
                return result;
            }
        }
        throw new AssertionError("No result");
    }

    private String spanAges() {
        return database.text("""
                SELECT string_agg(age, ' ' ORDER BY age::integer)
                  FROM (SELECT DISTINCT substring(trace_id FROM '^t([0-9]+)') AS age FROM workflow_trace_log) AS ages
                """);
    }

    private String held(String persons, String rest) {
        return database.text("SELECT gdpr_held(" + persons + ", " + rest + ")");
    }

    private CommandRun command(String... args) {
        return CommandRun.of(commands, args);
    }
}
