package dev.andon.local.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.andon.local.stack.Service;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What manifests take for granted of the services as they are packaged: their probes and their commands. */
class PackagedServiceIT {
    static final List<Workload> COMMANDS = Workload.of(Kustomization.LOCAL.resources()).stream()
            .filter(workload -> !workload.isServer())
            .toList();
    private static final Duration START = Duration.ofSeconds(120);

    @BeforeAll
    static void packaged() {
        System.setProperty("andon.home", Manifests.ROOT.toString());
        assumeThat(Service.values())
                .as("packaged by ./andon test before this test")
                .allSatisfy(service -> assertThat(service.jar()).exists());
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void without_its_database_a_service_is_started_and_alive_but_not_ready(Service service) throws Exception {
        int port = freePort();
        Process process = start(
                service,
                List.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + port, "-Dquarkus.grpc.server.port=0"),
                List.of());
        try {
            Awaitility.await()
                    .atMost(START)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(status(port, "started")).isEqualTo(200));

            assertThat(status(port, "live")).isEqualTo(200);
            assertThat(status(port, "ready")).isEqualTo(503);
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void a_command_of_a_job_exists_with_its_options(Workload workload) throws Exception {
        Service service = Service.valueOf(workload.service().orElseThrow().toUpperCase(Locale.ROOT));
        List<String> arguments = workload.container().getArgs();

        String help = output(service, List.of(arguments.get(0), "--help"));

        assertThat(help).contains("Usage: andon " + service.label() + " " + arguments.get(0));
        assertThat(arguments.subList(1, arguments.size()))
                .allSatisfy(argument -> assertThat(help).contains(argument));
    }

    private static String output(Service service, List<String> arguments) throws IOException, InterruptedException {
        Process process = start(service, List.of("-XX:TieredStopAtLevel=1"), arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static Process start(Service service, List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-jar", service.jar().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (arguments.isEmpty()) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        builder.environment().put("DATABASE_URL", "postgresql://a:b@127.0.0.1:1/none");
        return builder.start();
    }

    private static int status(int port, String probe) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI probed = URI.create("http://127.0.0.1:" + port + "/q/health/" + probe);
            return client.send(HttpRequest.newBuilder(probed).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
