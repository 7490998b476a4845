package dev.andon.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged services as processes of their own, with settings that are wrong. */
class ServiceStartIT {
    private static final Map<String, String> NO_DATABASE = Map.of("DATABASE_URL", "postgresql://a:b@127.0.0.1:1/none");

    @BeforeAll
    static void checkout() {
        System.setProperty(
                "andon.home", Path.of("..").toAbsolutePath().normalize().toString());
        assumeThat(Service.values())
                .as("packaged by ./andon test before this test")
                .allSatisfy(service -> assertThat(service.jar()).exists());
    }

    @Test
    void a_command_with_a_setting_that_cannot_work_says_which_and_ends_with_2() throws Exception {
        assertThat(run(Service.ANALYZER, Map.of("TELEMETRY_ANALYSIS_WINDOW_DAYS", "0"), "analyze"))
                .isEqualTo(new Ended(
                        2,
                        "Not started. andon.analysis.window-days=0 cannot work. Set it to a number from 1 to 400.\n"));
    }

    @Test
    void a_command_with_a_setting_that_is_no_number_says_which_and_ends_with_2() throws Exception {
        Ended ended = run(Service.ANALYZER, Map.of("TELEMETRY_ANALYSIS_WINDOW_DAYS", "many"), "analyze");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("andon.analysis.window-days", "\"many\"");
    }

    @Test
    void a_server_with_a_setting_that_cannot_work_says_which_and_ends_with_2() throws Exception {
        Ended ended = run(Service.INGEST, Map.of("ANDON_INGEST_INTAKE_WRITERS", "0"));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("Not started. andon.ingest.intake.writers=0 cannot work.");
    }

    @Test
    void a_command_without_its_database_says_so_and_ends_with_1() throws Exception {
        Ended ended = run(Service.ANALYZER, Map.of(), "thresholds", "list");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).startsWith("Database connection timeout");
    }

    private record Ended(int code, String output) {}

    private static Ended run(Service service, Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        assumeThat(service.jar())
                .as("packaged by ./andon test before this test")
                .exists();
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Dquarkus.profile=local",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=0",
                "-Dquarkus.grpc.server.host=127.0.0.1",
                "-Dquarkus.grpc.server.port=0",
                "-jar",
                service.jar().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(NO_DATABASE);
        builder.environment().putAll(settings);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }
}
