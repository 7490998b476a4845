package dev.andon.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.check.CheckGroup;
import dev.andon.monitor.check.CheckResult;
import dev.andon.monitor.check.CheckRun;
import dev.andon.monitor.check.CheckRunner;
import dev.andon.monitor.check.CheckScope;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.testing.Receiver;
import dev.andon.monitor.testing.ReceiverResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages about failing checks as a receiver gets them: by command, by schedule, after crashes and failures. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "andon.monitor.check.enabled", value = "false"))
@QuarkusTestResource(value = ReceiverResource.class, restrictToAnnotatedClass = true)
class AlertsIT {
    private final Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);

    TestDatabase database;
    Receiver receiver;

    @Inject
    Commands commands;

    @Inject
    CheckRunner runner;

    @Inject
    AlertRounds rounds;

    @Inject
    ObjectMapper mapper;

    @BeforeEach
    void forget() {
        database.execute("TRUNCATE monitor_runs, monitor_alert_states CASCADE");
        receiver.reset();
    }

    @Test
    void a_command_that_fails_sends_one_message_with_every_finding() throws Exception {
        CommandRun command = CommandRun.of(commands, "check", "telemetry");

        assertThat(command.exitCode()).as(command.out()).isEqualTo(1);
        assertThat(receiver.requests()).hasSize(1);
        JsonNode message = mapper.readTree(receiver.requests().getFirst().body());
        assertThat(message.get("version").asText()).isEqualTo("1");
        assertThat(message.get("status").asText()).isEqualTo("failing");
        assertThat(message.get("source").asText()).isEqualTo("check telemetry");
        assertThat(message.get("findings").findValuesAsText("key"))
                .containsExactlyElementsOf(database
                        .rows(
                                "SELECT check_key FROM monitor_results WHERE status IN ('stale', 'unknown') ORDER BY check_key")
                        .stream()
                        .map(List::getFirst)
                        .toList())
                .contains("trace_rollups");
        String runId = database.text("SELECT run_id FROM monitor_runs");
        assertThat(receiver.requests().getFirst().header("Idempotency-Key")).isEqualTo(runId);
        assertThat(attempts()).isEqualTo("[[1, sent, 200]]");
    }

    @Test
    void a_receiver_that_refuses_changes_neither_findings_nor_exit_code() {
        receiver.answer(404, "no_service");

        CommandRun command = CommandRun.of(commands, "check", "telemetry");

        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.out()).contains("stale");
        assertThat(command.err())
                .contains("was not delivered. The receiver answered 404: no_service")
                .doesNotContain("SECRET");
        assertThat(attempts()).isEqualTo("[[1, refused, 404]]");
        assertThat(rounds.runOnce()).isZero();
    }

    @Test
    void a_command_sends_its_message_also_where_it_cannot_be_stored() {
        database.execute("REVOKE INSERT ON monitor_runs FROM andon_monitor");
        try {
            CommandRun command = CommandRun.of(commands, "check", "telemetry");

            assertThat(command.exitCode()).isEqualTo(1);
            assertThat(command.err()).contains("could not be stored");
            assertThat(receiver.requests()).hasSize(1);
        } finally {
            database.execute("GRANT INSERT ON monitor_runs TO andon_monitor");
        }
    }

    @Test
    void a_command_that_ends_well_sends_none() {
        assertThat(runner.announce(run("command", now, "a fresh", "b warn"))).isEmpty();

        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void the_schedule_tells_when_a_check_turns_failing_and_when_it_recovers() throws Exception {
        runner.announce(run("schedule", now, "a fresh", "b fresh"));
        assertThat(receiver.requests()).isEmpty();

        runner.announce(run("schedule", now.plusSeconds(900), "a stale", "b fresh"));
        runner.announce(run("schedule", now.plusSeconds(1800), "a unknown", "b fresh"));
        assertThat(receiver.requests()).hasSize(1);

        runner.announce(run("schedule", now.plusSeconds(2700), "a stale", "b stale"));
        runner.announce(run("schedule", now.plusSeconds(3600), "a warn", "b stale"));
        assertThat(told()).containsExactly("a failing", "b failing", "a recovered");
        JsonNode last = mapper.readTree(receiver.requests().getLast().body());
        assertThat(last.get("status").asText()).isEqualTo("recovered");
        assertThat(last.get("findings").get(0).get("since").asText())
                .isEqualTo(now.plusSeconds(900).toString());
    }

    @Test
    void what_goes_on_failing_is_told_of_again_once_a_day() {
        runner.announce(run("schedule", now, "a stale"));
        runner.announce(run("schedule", now.plus(Duration.ofHours(23)), "a stale"));
        runner.announce(run("schedule", now.plus(Duration.ofHours(24)), "a stale"));
        runner.announce(run("schedule", now.plus(Duration.ofHours(25)), "a stale"));

        assertThat(told()).containsExactly("a failing", "a still_failing");
    }

    @Test
    void of_two_instances_one_tells() throws Exception {
        try (ExecutorService instances = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<String>> instance = () -> runner.announce(run("schedule", now, "a stale"));
            instances.invokeAll(List.of(instance, instance, instance, instance));
        }

        assertThat(told()).containsExactly("a failing");
    }

    @Test
    void what_could_not_be_delivered_is_delivered_by_a_later_round() {
        for (int i = 0; i < 20; i++) {
            receiver.answer(500, "");
        }
        runner.announce(run("schedule", now, "a stale"));
        receiver.reset();
        assertThat(rounds.runOnce()).as("not due yet").isZero();

        database.execute("UPDATE monitor_alert_messages SET due_at = now() - interval '1 second'");
        assertThat(rounds.runOnce()).isEqualTo(1);
        assertThat(rounds.runOnce()).isZero();

        assertThat(told()).containsExactly("a failing");
        assertThat(attempts()).isEqualTo("[[1, failed, 500], [2, sent, 200]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"schedule", "command"})
    void the_message_of_an_instance_that_died_is_sent_with_the_same_key(String trigger) {
        runner.announce(run(trigger, now, "a stale"));
        String key = receiver.requests().getFirst().header("Idempotency-Key");
        // Dead between the answer of the receiver and its note.
        database.execute("""
                UPDATE monitor_alert_messages SET status = 'pending', claimed_until = now() - interval '1 second';
                UPDATE monitor_alert_attempts SET outcome = NULL, ended_at = NULL, http_status = NULL
                """);

        assertThat(rounds.runOnce()).isEqualTo(1);

        assertThat(receiver.requests())
                .hasSize(2)
                .allSatisfy(
                        request -> assertThat(request.header("Idempotency-Key")).isEqualTo(key));
        assertThat(attempts()).isEqualTo("[[1, null, null], [2, sent, 200]]");
    }

    @Test
    void a_failed_job_is_told_of() throws Exception {
        CommandRun command = CommandRun.of(
                commands, "notify-failure", "--job", "nightly", "--link", "https://ci.example/1", "--reason", "red");

        assertThat(command.exitCode()).as(command.err()).isZero();
        JsonNode finding = mapper.readTree(receiver.requests().getFirst().body())
                .get("findings")
                .get(0);
        assertThat(finding.get("title").asText()).isEqualTo("nightly");
        assertThat(finding.get("detail").asText()).isEqualTo("red");
        assertThat(finding.get("page").asText()).isEqualTo("https://ci.example/1");
    }

    @Test
    void a_failed_job_that_nobody_hears_of_is_a_failure_and_a_wrong_link_is_usage() {
        receiver.answer(410, "gone");
        assertThat(CommandRun.of(commands, "notify-failure", "--job", "nightly").exitCode())
                .isEqualTo(1);
        assertThat(CommandRun.of(commands, "notify-failure", "--job", "x", "--link", "javascript:x")
                        .exitCode())
                .isEqualTo(2);
        assertThat(CommandRun.of(commands, "notify-failure").exitCode()).isEqualTo(2);
    }

    private static CheckRun run(String trigger, Instant at, String... results) {
        return new CheckRun(
                UUID.randomUUID(),
                CheckScope.ALL,
                trigger,
                at,
                at,
                Arrays.stream(results)
                        .map(result -> result(result.split(" "), at))
                        .toList());
    }

    private static CheckResult result(String[] keyAndStatus, Instant at) {
        return new CheckResult(
                keyAndStatus[0],
                CheckGroup.RAW,
                "Title",
                "age",
                CheckStatus.of(keyAndStatus[1]),
                1.0,
                "s",
                null,
                null,
                null,
                "Detail.",
                "Remedy.",
                "/freshness",
                "/runbook#a",
                at,
                1);
    }

    private List<String> told() {
        return receiver.requests().stream()
                .flatMap(request -> {
                    try {
                        JsonNode findings = mapper.readTree(request.body()).get("findings");
                        return findings.valueStream()
                                .map(finding -> finding.get("key").asText() + " "
                                        + finding.get("change").asText());
                    } catch (java.io.IOException wrong) {
                        throw new IllegalStateException(wrong);
                    }
                })
                .toList();
    }

    private String attempts() {
        return database.rows("SELECT attempt, outcome, http_status FROM monitor_alert_attempts ORDER BY attempt")
                .toString();
    }
}
