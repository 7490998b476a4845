package dev.andon.monitor.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look at a page finds, in a real Chromium where there is one: its scripts are run, its errors seen. */
class SmokeTest {
    private static final String READY = "document.querySelector('[data-done]')";

    private final StringWriter err = new StringWriter();
    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page("/ok", 200, "<h1>Requests</h1><script>document.body.dataset.done = 'yes'</script>");
        page("/broken", 200, "<h1>Requests</h1><p data-done></p><script>throw new Error('no such figure')</script>");
        page("/says", 200, "<h1>Requests</h1><p data-done>The figures could not be read.</p>");
        page("/away", 503, "<h1>Requests</h1><p data-done></p>");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void each_page_is_judged_by_what_it_shows(@TempDir Path images) throws Exception {
        List<Part> parts = smoke("http://localhost:" + server.getAddress().getPort(), images)
                .look(List.of(look("/ok"), look("/broken"), look("/says"), look("/away")), new PrintWriter(err));

        boolean browser = err.toString().isEmpty();
        assertThat(parts.get(0).outcome()).as(parts.toString()).isEqualTo(Part.Outcome.OK);
        assertThat(keys).containsEntry("/ok", "Bearer key");
        assertThat(parts.get(3).detail()).isEqualTo("/away: it answers 503.");
        if (browser) {
            assertThat(parts.get(1).detail()).contains("a script failed: Error: no such figure");
            assertThat(parts.get(2).detail()).contains("it says \"could not be read\"");
            assertThat(images.resolve("ok.png")).isNotEmptyFile();
        } else {
            assertThat(err.toString()).contains("NO CHROMIUM");
        }
    }

    @Test
    void a_dashboard_that_is_away_is_a_failure() throws Exception {
        List<Part> parts = smoke("http://localhost:1", null).look(List.of(look("/ok")), new PrintWriter(err));

        assertThat(parts).singleElement().satisfies(part -> {
            assertThat(part.outcome()).isEqualTo(Part.Outcome.FAILED);
            assertThat(part.detail()).isEqualTo("/ok: nobody answers.");
        });
    }

    private static Smoke smoke(String dashboard, Path images) {
        return new Smoke(dashboard, Optional.of("key"), images);
    }

    private static SmokePage look(String path) {
        return new SmokePage(path.substring(1), path, READY, List.of("requests"), List.of("could not be read"));
    }

    private void page(String path, int status, String body) {
        byte[] html = ("<!doctype html><body>" + body).getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            keys.put(path, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(status, html.length);
            exchange.getResponseBody().write(html);
            exchange.close();
        });
    }
}
