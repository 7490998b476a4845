package dev.andon.local.bench.ingest;

import dev.andon.local.home.Checkout;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server that is measured, as a process of its own on loopback: our ingest service, or Zipkin's with its in-memory storage. */
final class BenchServer implements AutoCloseable {
    private static final String ZIPKIN_VERSION = "3.6.1";

    private final Process process;
    private final int port;

    private BenchServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The packaged ingest service, without keys. */
    static BenchServer ingest(int databasePort, Path scratch) throws IOException, InterruptedException {
        int port = freePort();
        Path jar = Checkout.root().resolve("ingest-service/target/quarkus-app/quarkus-run.jar");
        List<String> options = List.of(
                "-Xmx1g",
                "-Dquarkus.profile=local",
                "-Dandon.auth.enabled=false",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.grpc.server.host=127.0.0.1",
                "-Dquarkus.grpc.server.port=" + freePort());
        Map<String, String> environment =
                Map.of("DATABASE_URL", "postgresql://postgres@localhost:" + databasePort + "/postgres");
        BenchServer server = new BenchServer(start(jar, options, environment, scratch.resolve("ingest.log")), port);
        server.awaitHealthy("/q/health/ready", "The ingest service (build it with ./mvnw package -Dquick)");
        return server;
    }

    /** Zipkin as released. */
    static BenchServer zipkin(Path jar, Path log, int maxSpans) throws IOException, InterruptedException {
        int port = freePort();
        Map<String, String> environment = Map.of(
                "QUERY_PORT", Integer.toString(port),
                "STORAGE_TYPE", "mem",
                "MEM_MAX_SPANS", Integer.toString(maxSpans));
        BenchServer server = new BenchServer(start(jar, List.of("-Xmx3g"), environment, log), port);
        server.awaitHealthy("/health", "Zipkin");
        return server;
    }

    /** Zipkin's jar, downloaded through Maven into a cache folder; empty where it cannot be had. */
    static Optional<Path> zipkinJar(Path checkout) throws IOException, InterruptedException {
        Path cache = checkout.resolve(".andon/cache");
        Path jar = cache.resolve("zipkin-server-" + ZIPKIN_VERSION + "-exec.jar");
        if (!Files.exists(jar)) {
            Files.createDirectories(cache);
            Process maven = new ProcessBuilder(
                            checkout.resolve("mvnw").toString(),
                            "-q",
                            "-B",
                            "-N",
                            "dependency:copy",
                            "-Dartifact=io.zipkin:zipkin-server:" + ZIPKIN_VERSION + ":jar:exec",
                            "-DoutputDirectory=" + cache)
                    .directory(checkout.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(cache.resolve("zipkin-download.log").toFile())
                    .start();
            maven.waitFor();
        }
        return Optional.of(jar).filter(Files::exists);
    }

    private static Process start(Path jar, List<String> options, Map<String, String> environment, Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitHealthy(String path, String who) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // Waits below.
            }
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new IOException(who + " ended while it started.");
            }
        }
        close();
        throw new IOException(who + " did not become ready in two minutes.");
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
