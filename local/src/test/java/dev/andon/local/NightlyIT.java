package dev.andon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.andon.local.cli.CommandRun;
import dev.andon.local.stack.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The night on a real stack with a real receiver of its message: green on seeded data, red with one message where rollups are stale. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NightlyIT {
    private static final List<String> MESSAGES = new CopyOnWriteArrayList<>();

    @TempDir
    private static Path folder;

    private static HttpServer receiver;

    @BeforeAll
    static void start() throws IOException {
        System.setProperty(
                "andon.home", Path.of("..").toAbsolutePath().normalize().toString());
        assumeTrue(
                Arrays.stream(Service.values()).allMatch(service -> Files.exists(service.jar())),
                "The services are not packaged; ./andon test packages them before this test.");
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            MESSAGES.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        CommandRun up = andon("up", "--detach", "--no-demo", "--port-base", "0");
        assertThat(up.code()).as(up.text()).isZero();
    }

    @AfterAll
    static void stop() {
        andon("down");
        if (receiver != null) {
            receiver.stop(0);
        }
    }

    @Test
    @Order(1)
    void a_night_on_a_fresh_stack_is_green_and_says_nothing_to_nobody() throws Exception {
        Ended night = monitor("nightly", "--images", folder.resolve("images").toString());

        assertThat(night.code()).as(night.output()).isZero();
        assertThat(night.output())
                .contains("seed", "check telemetry", "check gdpr", "dashboard telemetry", "dashboard privacy");
        assertThat(MESSAGES).isEmpty();
        if (night.output().contains("Shown in a browser")) {
            assertThat(folder.resolve("images/dashboard-telemetry.png")).isNotEmptyFile();
        }
    }

    @Test
    @Order(2)
    void a_seed_that_is_run_again_adds_no_span_twice_and_the_bottleneck_is_known() throws Exception {
        assertThat(monitor("seed").code()).isZero();

        assertThat(sql("SELECT count(*) = count(DISTINCT (trace_id, span_id)) FROM workflow_trace_log"))
                .isEqualTo("t");
        assertThat(sql("SELECT count(*) = count(DISTINCT conversation_id || sent_at || role) FROM messages"))
                .isEqualTo("t");
        assertThat(sql("""
                SELECT dimension_key
                  FROM dimension_rollups r
                  JOIN telemetry_thresholds t USING (dimension_type, dimension_key)
                 GROUP BY dimension_key, baseline_p50_ms, multiplier
                HAVING avg(p50_ms) > baseline_p50_ms * multiplier
                """)).isEqualTo("GATE_DESIGN_REVIEW");
    }

    @Test
    @Order(3)
    void a_canary_gets_to_its_page() throws Exception {
        Ended flight = monitor("canary");

        assertThat(flight.code()).as(flight.output()).isZero();
        assertThat(flight.output())
                .contains("Ingest takes it", "ingest finds it by its id", "the rollups hold it", "its page shows it");
    }

    @Test
    @Order(4)
    void a_night_with_stale_rollups_is_red_and_sends_one_message() throws Exception {
        sql("UPDATE chat_telemetry_rollups SET bucket_start = bucket_start - interval '300 days'");

        Ended night = monitor("nightly", "--no-seed");

        assertThat(night.code()).as(night.output()).isEqualTo(1);
        assertThat(night.output()).contains("1 of ", "Rollups of chats");
        assertThat(MESSAGES).hasSize(1);
        JsonNode message = new ObjectMapper().readTree(MESSAGES.getFirst());
        assertThat(message.get("source").asText()).isEqualTo("nightly");
        assertThat(message.get("findings").findValuesAsText("key")).containsExactly("chat_telemetry_rollups");
    }

    private record Ended(int code, String output) {}

    private static Ended monitor(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.profile=local",
                "-jar",
                Service.MONITOR.jar().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        for (String line : andon("env").text().lines().toList()) {
            builder.environment().put(line.replaceFirst("=.*", ""), line.replaceFirst("[^=]*=", ""));
        }
        builder.environment()
                .put(
                        "MONITOR_ALERT_WEBHOOK_URL",
                        "http://localhost:" + receiver.getAddress().getPort() + "/hook");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static String sql(String sql) {
        CommandRun run = andon("psql", "-At", "-c", sql);
        assertThat(run.code()).as(run.text()).isZero();
        return run.text().strip();
    }

    private static CommandRun andon(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data-dir";
        all[arguments.length + 1] = folder.resolve("stack").toString();
        return CommandRun.of(all);
    }
}
