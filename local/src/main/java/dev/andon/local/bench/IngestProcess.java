package dev.andon.local.bench;

import dev.andon.local.home.Checkout;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The packaged ingest service as a process of its own, on loopback, without keys. */
final class IngestProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private IngestProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static IngestProcess start(int databasePort, Path scratch) throws IOException, InterruptedException {
        int port = freePort();
        Path jar = Checkout.root().resolve("ingest-service/target/quarkus-app/quarkus-run.jar");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Dquarkus.profile=local",
                        "-Dandon.auth.enabled=false",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.grpc.server.host=127.0.0.1",
                        "-Dquarkus.grpc.server.port=" + freePort(),
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("ingest.log").toFile());
        builder.environment().put("DATABASE_URL", "postgresql://postgres@localhost:" + databasePort + "/postgres");
        IngestProcess ingest = new IngestProcess(builder.start(), port);
        ingest.awaitReady();
        return ingest;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .build();
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // Waits below.
            }
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "The ingest service ended while it started; build it first with ./mvnw package -Dquick.");
            }
        }
        close();
        throw new IOException("The ingest service did not become ready in two minutes.");
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
