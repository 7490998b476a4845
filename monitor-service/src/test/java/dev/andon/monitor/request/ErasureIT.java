package dev.andon.monitor.request;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person is erased by command: nothing of them is left in any byte of any table, nothing of others has changed. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "andon.monitor.check.enabled", value = "false"),
            @ResourceArg(name = "andon.privacy.requests.enabled", value = "false"),
            @ResourceArg(name = "andon.privacy.key", value = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
        })
class ErasureIT {
    TestDatabase database;

    @Inject
    Commands commands;

    @Inject
    ObjectMapper mapper;

    @BeforeEach
    void tell() {
        database.execute("""
                TRUNCATE workflow_trace_log, trace_resources, span_batches, trace_summaries, trace_rollups, dimension_rollups, call_rollups,
                         rollup_rebuilds, chat_telemetry, messages, conversations, telemetry_analysis_runs, continuous_improvements,
                         ops_agent_events, monitor_runs, monitor_results, api_keys, sign_in_sessions, gdpr_requests, telemetry_thresholds,
                         telemetry_threshold_audit, chat_telemetry_changes CASCADE
                """);
        Person.tell(database);
    }

    @Test
    void an_erased_person_is_nowhere_and_others_are_as_they_were() throws Exception {
        List<String> others = Person.dump(database);
        Person.tellHers(database);
        assertThat(Person.found(database)).hasSizeGreaterThan(200);

        CommandRun run = erase("-o", "json").done();

        assertThat(Person.found(database)).isEmpty();
        List<String> gone = new ArrayList<>(others);
        gone.removeAll(Person.dump(database));
        assertThat(gone).isEmpty();
        JsonNode request = mapper.readTree(run.out());
        assertThat(request.get("state").asText()).isEqualTo("verified");
        JsonNode receipt = request.get("receipt");
        assertThat(receipt.at("/tables/messages/deleted").asLong()).isEqualTo(40);
        assertThat(receipt.at("/tables/conversations/deleted").asLong()).isEqualTo(2);
        assertThat(receipt.at("/tables/workflow_trace_log/anonymised").asLong()).isEqualTo(121);
        assertThat(receipt.at("/tables/workflow_trace_log/lookalikes").asLong()).isPositive();
        assertThat(receipt.get("rows_remaining").asLong()).isZero();
        assertThat(database.text("SELECT encode(hash, 'hex') FROM gdpr_audit_log WHERE seq = "
                        + receipt.get("audit_entry").asLong()))
                .isEqualTo(receipt.get("audit_hash").asText());
    }

    @Test
    void times_counts_and_costs_stay_for_the_rollups() {
        Person.tellHers(database);
        String sums =
                "SELECT sum(duration_ms) || ' ' || count(*) || ' ' || count(*) FILTER (WHERE status = 'ERROR') FROM workflow_trace_log";
        String costs = "SELECT sum(cost_usd) || ' ' || count(*) FROM chat_telemetry";
        String before = database.text(sums) + database.text(costs);

        erase().done();

        assertThat(database.text(sums) + database.text(costs)).isEqualTo(before);
        assertThat(
                        database.text(
                                "SELECT attributes FROM workflow_trace_log WHERE trace_id = md5('alice1') AND span_name = 'llm'"))
                .isEqualTo("{\"gen_ai.usage.input_tokens\": 3}");
        assertThat(database.number("SELECT count(*) FROM rollup_rebuilds")).isEqualTo(60);
    }

    @Test
    void the_audit_log_names_the_pseudonym_and_the_request_forgets_who_it_was_about() throws Exception {
        Person.tellHers(database);

        JsonNode request = mapper.readTree(erase("-o", "json").done().out());

        assertThat(database.rows("SELECT outcome FROM gdpr_audit_log WHERE action = 'erase' AND subject = '"
                        + request.get("subject").asText() + "' AND detail LIKE '%"
                        + request.get("request_id").asText()
                        + "' ORDER BY seq"))
                .containsExactly(List.of("requested"), List.of("verified"));
        assertThat(database.number("SELECT count(*) FROM gdpr_request_identifiers"))
                .isZero();
        assertThat(database.number("SELECT count(*) FROM gdpr_request_traces")).isZero();
        assertThat(run("gdpr", "verify").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "%%%", "a%", "--", "''; DROP TABLE messages; --"})
    void what_names_nobody_erases_nothing(String identifier) {
        Person.tellHers(database);
        List<String> before = contents();

        CommandRun run = run("gdpr", "erase", "--reason", "case 1", "--yes", "--", identifier);

        if (identifier.length() > 5) {
            assertThat(run.exitCode()).isZero();
        } else {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("at least 3 letters or digits");
        }
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void wrong_orders_are_usage_and_leave_no_request() {
        CommandRun unsure = run("gdpr", "erase", Person.USER, "--reason", "case 1");
        CommandRun naming = run("gdpr", "erase", Person.USER, "--reason", "asked by " + Person.USER, "--yes");
        CommandRun nobody = run("gdpr", "erase", "--reason", "case 1", "--yes");
        CommandRun trace = run(
                "gdpr",
                "erase",
                database.text("SELECT trace_id FROM workflow_trace_log LIMIT 1"),
                "--reason",
                "case 1",
                "--yes");

        assertThat(unsure.err()).contains("--yes");
        assertThat(naming.err()).contains("must not contain an identifier").doesNotContain(Person.USER + " ");
        assertThat(nobody.err()).contains("1 to 20 identifiers");
        assertThat(trace.err()).contains("id of a trace");
        assertThat(List.of(unsure, naming, nobody, trace)).allMatch(run -> run.exitCode() == 2);
        assertThat(database.number("SELECT count(*) FROM gdpr_requests")).isZero();
    }

    @Test
    void what_is_about_most_of_the_store_is_not_erased_until_somebody_confirms_it() throws Exception {
        database.execute("UPDATE messages SET content = 'hello wonderful ' || content");
        database.execute(
                "INSERT INTO messages SELECT 'x' || n, 'conv-bob-1', now(), 'user', 'hello' FROM generate_series(1, 60) AS n");
        List<String> before = contents();

        CommandRun run = run("gdpr", "erase", "hello", "--reason", "case 1", "--yes", "-o", "json");

        JsonNode request = mapper.readTree(run.out());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(request.get("state_reason").asText()).contains("TOO_MANY", "110 of 110 rows of messages");
        assertThat(contents()).isEqualTo(before);

        run("gdpr", "resume", request.get("request_id").asText(), "--confirm-large")
                .done();
        assertThat(database.number("SELECT count(*) FROM messages WHERE content LIKE '[erased]%'"))
                .isEqualTo(110);
    }

    @Test
    void a_request_made_by_mistake_can_be_withdrawn() throws Exception {
        Person.tellHers(database);
        erase("--wait", "PT0S");
        String id = database.text("SELECT request_id FROM gdpr_requests");

        assertThat(run("gdpr", "withdraw", id).done().out()).contains("is withdrawn");

        assertThat(run("gdpr", "withdraw", id).exitCode()).isEqualTo(1);
        assertThat(run("gdpr", "list").out()).contains("WITHDRAWN");
        assertThat(database.number("SELECT count(*) FROM gdpr_request_identifiers"))
                .isZero();
    }

    @Test
    void the_same_key_is_the_same_request() throws Exception {
        Person.tellHers(database);

        JsonNode first =
                mapper.readTree(erase("--key", "order-1", "-o", "json").done().out());
        JsonNode second =
                mapper.readTree(erase("--key", "order-1", "-o", "json").done().out());

        assertThat(second).isEqualTo(first);
        assertThat(run("gdpr", "erase", "u-bob-1", "--reason", "case 1", "--yes", "--key", "order-1")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void requests_are_listed_and_shown_without_a_name() throws Exception {
        Person.tellHers(database);
        JsonNode request = mapper.readTree(erase("-o", "json").done().out());

        String list = run("gdpr", "list").done().out();
        String status =
                run("gdpr", "status", request.get("request_id").asText()).done().out();

        assertThat(list)
                .contains(
                        request.get("request_id").asText(),
                        "verified",
                        request.get("subject").asText());
        assertThat(status).contains("workflow_trace_log", "nothing is left");
        assertThat(list + status).doesNotContain(Person.USER, Person.MAIL);
        assertThat(run("gdpr", "status", "00000000-0000-0000-0000-000000000000").exitCode())
                .isEqualTo(1);
    }

    @Test
    void a_request_that_is_due_soon_late_or_failed_is_told_by_the_check() throws Exception {
        Person.tellHers(database);
        assertThat(deadlines()).isEqualTo("fresh");
        database.execute("""
                SELECT gdpr_request_open('erase', repeat('0', 32), ARRAY['u-bob-1'], 'op', 'case 1', NULL, false, now())
                """);
        assertThat(deadlines()).isEqualTo("fresh");
        database.execute("UPDATE gdpr_requests SET due_at = now() + interval '6 days'");
        assertThat(deadlines()).isEqualTo("warn");
        database.execute("UPDATE gdpr_requests SET due_at = now() - interval '1 minute'");
        assertThat(deadlines()).isEqualTo("stale");
        database.execute("UPDATE gdpr_requests SET due_at = now() + interval '20 days', state = 'failed'");
        assertThat(deadlines()).isEqualTo("stale");
    }

    private String deadlines() throws Exception {
        for (JsonNode check :
                mapper.readTree(run("check", "gdpr", "-o", "json").out()).get("results")) {
            if (check.get("key").asText().equals("gdpr_deadlines")) {
                return check.get("status").asText();
            }
        }
        throw new AssertionError("no such check");
    }

    private CommandRun erase(String... more) {
        List<String> arguments = new ArrayList<>(List.of("gdpr", "erase", "--reason", "case 1", "--yes"));
        arguments.addAll(List.of(more));
        arguments.addAll(Person.IDENTIFIERS);
        return run(arguments.toArray(String[]::new));
    }

    /** But for requests and the audit log. */
    private List<String> contents() {
        return Person.dump(database).stream()
                .filter(line -> !line.startsWith("gdpr_"))
                .toList();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(commands, arguments);
    }
}
