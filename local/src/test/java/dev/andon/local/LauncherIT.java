package dev.andon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.andon.local.cli.CommandRun;
import dev.andon.local.demo.IngestClient;
import dev.andon.local.recording.RecordedSpan;
import dev.andon.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The whole of Andon on one machine through its one front door: up, demonstration, a trace, a crash, down, up again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherIT {
    @TempDir
    private static Path folder;

    private static CommandRun up;
    private static CommandRun upBeside;
    private static int statusAfterBeside;

    @BeforeAll
    static void start() {
        System.setProperty(
                "andon.home", Path.of("..").toAbsolutePath().normalize().toString());
        assumeTrue(
                Arrays.stream(Service.values()).allMatch(service -> Files.exists(service.jar())),
                "The services are not packaged; ./andon test packages them before this test.");
        CompletableFuture<Void> beside = CompletableFuture.runAsync(() -> {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> Files.exists(folder.resolve("stack/state.properties")));
            upBeside = andon("up", "--detach", "--port-base", "0");
            statusAfterBeside = andon("status").code();
        });
        up = andon("up", "--detach", "--port-base", "0");
        beside.join();
    }

    @AfterAll
    static void stop() {
        andon("down");
    }

    @Test
    @Order(1)
    void up_ends_with_addresses_and_a_finding() {
        assertThat(up.code()).as(up.text()).isZero();
        assertThat(up.text())
                .contains("Pages", "OTLP/HTTP", "API key", "The line is held up by gate GATE_PRD_REQUIRED")
                .contains("/bottlenecks/gate/GATE_PRD_REQUIRED");
    }

    @Test
    @Order(1)
    void a_start_beside_another_one_waits_until_that_is_ready() {
        assertThat(upBeside.code()).as(upBeside.text()).isZero();
        assertThat(upBeside.text()).contains("is under way", "already up", "pages at http://localhost:");
        assertThat(statusAfterBeside).isZero();
    }

    @Test
    @Order(2)
    void env_has_what_programs_need() {
        assertThat(env())
                .containsKeys(
                        "DATABASE_URL", "ANDON_INGEST_URL", "ANDON_ANALYZER_URL", "ANDON_MONITOR_URL", "ANDON_API_KEY");
        assertThat(andon("status").code()).isZero();
    }

    @Test
    @Order(2)
    void the_audit_log_is_begun_and_signed_with_a_key_beside_the_database() throws IOException {
        Path key = folder.resolve("stack/privacy-key");
        assertThat(Files.readString(key)).matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> sql("SELECT count(*) > 0 FROM gdpr_audit_heads").equals("t")
                        && Files.exists(folder.resolve("stack/audit-head")));
        assertThat(Files.readString(folder.resolve("stack/audit-head"))).matches("[0-9]+ [0-9a-f]{64}\\s");
    }

    @Test
    @Order(3)
    void a_trace_is_in_the_table_when_the_exporter_has_its_answer() throws InterruptedException {
        RecordedSpan span = send();

        assertThat(sql("SELECT span_name FROM workflow_trace_log WHERE trace_id = '" + span.traceId() + "'"))
                .isEqualTo("hello");
    }

    @Test
    @Order(4)
    void the_demonstration_shows_models_tools_and_agents_of_recorded_traces() {
        assertThat(sql(
                        "SELECT count(DISTINCT model) > 5 AND count(DISTINCT tool) > 20 AND count(DISTINCT subagent) > 10"
                                + " FROM workflow_trace_log"))
                .isEqualTo("t");
    }

    @Test
    @Order(5)
    void a_second_up_says_where_the_first_one_is() {
        CommandRun second = andon("up", "--no-demo");

        assertThat(second.code()).isZero();
        assertThat(second.text()).contains("already up");
    }

    @Test
    @Order(6)
    void a_taken_port_is_named_with_the_remedy() {
        String base = env().get("ANDON_INGEST_URL").replaceAll(".*:", "");

        CommandRun other = CommandRun.of("up", "--no-demo", "--port-base", base, "--data-dir", folder + "/other");

        assertThat(other.code()).isEqualTo(1);
        assertThat(other.text()).contains("Port " + base, "--port-base");
    }

    @Test
    @Order(7)
    void a_service_that_is_killed_is_started_again_and_waits_where_it_keeps_ending() throws IOException {
        for (int kills = 0; kills < 3; kills++) {
            long ingest = ingestProcess();
            ProcessHandle.of(ingest).orElseThrow().destroyForcibly();
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> ingestProcess() != ingest);
        }

        assertThat(Files.readString(folder.resolve("stack/logs/andon.log")))
                .contains("The ingest service ended by itself and is started again; see")
                .contains("The ingest service ended by itself (2 times in a row) and is started again in 1 s; see")
                .contains("(3 times in a row) and is started again in 2 s");
        Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(LauncherIT::send);
    }

    @Test
    @Order(8)
    void what_was_stored_is_there_after_down_and_up() {
        String before = sql("SELECT count(*) FROM workflow_trace_log");

        assertThat(andon("down").code()).isZero();
        assertThat(andon("status").code()).isEqualTo(1);
        assertThat(andon("up", "--detach", "--port-base", "0").code()).isZero();
        assertThat(sql("SELECT count(*) FROM workflow_trace_log")).isEqualTo(before);
    }

    private static RecordedSpan send() throws InterruptedException {
        Map<String, String> env = env();
        String trace = UUID.randomUUID().toString().replace("-", "");
        long now = Instant.now().toEpochMilli() * 1_000_000L;
        RecordedSpan span = new RecordedSpan(
                "end-to-end",
                "test",
                trace,
                trace.substring(16),
                Optional.empty(),
                "hello",
                RecordedSpan.INTERNAL,
                now,
                now + 1_000_000L,
                Optional.empty(),
                Map.of());
        new IngestClient(env.get("ANDON_INGEST_URL"), env.get("ANDON_API_KEY")).send(List.of(span));
        return span;
    }

    private static long ingestProcess() throws IOException {
        String children = Files.readAllLines(folder.resolve("stack/state.properties")).stream()
                .filter(line -> line.startsWith("children="))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(children.replaceFirst("children=", "").replaceFirst("\\D.*", ""));
    }

    private static String sql(String sql) {
        CommandRun run = andon("psql", "-At", "-c", sql);
        assertThat(run.code()).as(run.text()).isZero();
        return run.text().strip();
    }

    private static Map<String, String> env() {
        return andon("env")
                .text()
                .lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static CommandRun andon(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data-dir";
        all[arguments.length + 1] = folder.resolve("stack").toString();
        return CommandRun.of(all);
    }
}
