package dev.andon.monitor.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium of its own, with an empty profile, that is gone when this is closed. The one of the system, never downloaded. */
public final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration COMMAND = Duration.ofSeconds(15);
    private static final long POLL_MS = 100;

    private final Path profile;
    private final Process process;
    private final DevTools tools;

    private Chromium(Path profile, Process process, DevTools tools) {
        this.profile = profile;
        this.process = process;
        this.tools = tools;
    }

    /**
     * What a page showed.
     *
     * @param status of HTTP of the document
     * @param text what people can read
     * @param errors uncaught exceptions of its scripts
     */
    public record Shown(int status, String text, List<String> errors) {}

    /** The one in PATH; empty where there is none. */
    public static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it and waits until it can be spoken to. */
    public static Chromium start(Path executable) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("andon-browser");
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--window-size=1280,900",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new Chromium(profile, process, new DevTools(address(profile, process), START));
        } catch (IOException | InterruptedException failed) {
            end(process, profile);
            throw failed;
        }
    }

    /**
     * Opens a page and waits until an expression of JavaScript is true, or the time is over.
     *
     * @param key sent as a bearer, as programs do; empty where none is needed
     * @param image where to put a picture of it; null for none
     */
    public Shown open(String url, Optional<String> key, String ready, Duration limit, Path image)
            throws IOException, InterruptedException {
        String target = tools.call(null, "Target.createTarget", Map.of("url", "about:blank"), COMMAND)
                .path("targetId")
                .asText();
        String session = attach(target, key);
        boolean away =
                tools.call(session, "Page.navigate", Map.of("url", url), limit).hasNonNull("errorText");
        if (!away) {
            await(session, ready, limit);
        }
        if (image != null) {
            String picture = tools.call(session, "Page.captureScreenshot", Map.of("format", "png"), COMMAND)
                    .path("data")
                    .asText();
            Files.write(image, Base64.getDecoder().decode(picture));
        }
        Shown shown = new Shown(
                status(session, url),
                evaluate(session, "document.body.innerText").asText(),
                errors(session));
        tools.call(null, "Target.closeTarget", Map.of("targetId", target), COMMAND);
        return shown;
    }

    private String attach(String target, Optional<String> key) throws IOException, InterruptedException {
        String session = tools.call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true), COMMAND)
                .path("sessionId")
                .asText();
        for (String domain : List.of("Page", "Network", "Runtime")) {
            tools.call(session, domain + ".enable", Map.of(), COMMAND);
        }
        if (key.isPresent()) {
            Map<String, Object> headers = Map.of("Authorization", "Bearer " + key.get());
            tools.call(session, "Network.setExtraHTTPHeaders", Map.of("headers", headers), COMMAND);
        }
        return session;
    }

    @Override
    public void close() {
        tools.close();
        end(process, profile);
    }

    private void await(String session, String ready, Duration limit) throws IOException, InterruptedException {
        String expression = "document.readyState === 'complete' && !!(" + ready + ")";
        long end = System.nanoTime() + limit.toNanos();
        while (!evaluate(session, expression).asBoolean() && System.nanoTime() < end) {
            new CountDownLatch(1).await(POLL_MS, TimeUnit.MILLISECONDS);
        }
    }

    private JsonNode evaluate(String session, String expression) throws IOException, InterruptedException {
        return tools.call(session, "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true), COMMAND)
                .path("result")
                .path("value");
    }

    private int status(String session, String url) {
        return tools.events(session, "Network.responseReceived").stream()
                .filter(event -> event.path("type").asText().equals("Document"))
                .map(event -> event.path("response"))
                .filter(response -> response.path("url").asText().startsWith(url))
                .map(response -> response.path("status").asInt())
                .reduce((first, second) -> second)
                .orElse(0);
    }

    private List<String> errors(String session) {
        return tools.events(session, "Runtime.exceptionThrown").stream()
                .map(event -> event.path("exceptionDetails"))
                .map(details -> details.path("exception")
                        .path("description")
                        .asText(details.path("text").asText()))
                .toList();
    }

    /** Chromium writes its port and path into a file of the profile once it listens. */
    private static URI address(Path profile, Process process) throws IOException, InterruptedException {
        Path file = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + START.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() > 1) {
                return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
            }
            new CountDownLatch(1).await(POLL_MS, TimeUnit.MILLISECONDS);
        }
        throw new IOException("Chromium did not start");
    }

    private static void end(Process process, Path profile) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | java.io.UncheckedIOException leftToTheSystem) {
            profile.toFile().deleteOnExit();
        }
    }
}
