package dev.andon.local.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Zipkin's server with its in-memory storage, as released, downloaded through Maven into a cache folder. */
final class ZipkinServer implements AutoCloseable {
    private static final String VERSION = "3.6.1";

    private final Process process;
    private final int port;

    private ZipkinServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Empty where the jar cannot be had. */
    static Optional<Path> jar(Path checkout) throws IOException, InterruptedException {
        Path cache = checkout.resolve(".andon/cache");
        Path jar = cache.resolve("zipkin-server-" + VERSION + "-exec.jar");
        if (!Files.exists(jar)) {
            Files.createDirectories(cache);
            Process maven = new ProcessBuilder(
                            checkout.resolve("mvnw").toString(),
                            "-q",
                            "-B",
                            "-N",
                            "dependency:copy",
                            "-Dartifact=io.zipkin:zipkin-server:" + VERSION + ":jar:exec",
                            "-DoutputDirectory=" + cache)
                    .directory(checkout.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(cache.resolve("zipkin-download.log").toFile())
                    .start();
            maven.waitFor();
        }
        return Optional.of(jar).filter(Files::exists);
    }

    static ZipkinServer start(Path jar, Path log, int maxSpans) throws IOException, InterruptedException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx3g",
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("QUERY_PORT", Integer.toString(port));
        builder.environment().put("STORAGE_TYPE", "mem");
        builder.environment().put("MEM_MAX_SPANS", Integer.toString(maxSpans));
        ZipkinServer server = new ZipkinServer(builder.start(), port);
        server.awaitHealthy();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitHealthy() throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
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
            if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
                throw new IOException("Zipkin ended while it started.");
            }
        }
        close();
        throw new IOException("Zipkin did not become healthy in two minutes.");
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
