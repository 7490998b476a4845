package dev.andon.monitor.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Looks at an address of Andon itself from outside, as a browser or a program would. */
public final class Probe {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /**
     * What was there.
     *
     * @param status 0 where nobody answered
     */
    public record Seen(int status, String body) {
        /** For messages: 503, or no answer. */
        public String said() {
            return status == 0 ? "no answer" : String.valueOf(status);
        }
    }

    /** GETs an address; what cannot be reached is a status of 0. */
    public Seen get(String url, Optional<String> key, Duration limit) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(limit);
        key.filter(text -> !text.isBlank()).ifPresent(text -> request.header("Authorization", "Bearer " + text));
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return new Seen(response.statusCode(), new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
            }
        } catch (IOException nobody) {
            return new Seen(0, "");
        }
    }
}
