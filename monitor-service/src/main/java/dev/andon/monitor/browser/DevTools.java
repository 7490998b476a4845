package dev.andon.monitor.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection to a Chromium by the DevTools protocol: commands with their answers, and the events that came meanwhile. */
final class DevTools implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;

    DevTools(URI address, Duration limit) throws IOException, InterruptedException {
        try {
            socket = client.newWebSocketBuilder()
                    .buildAsync(address, new Reader())
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            client.shutdownNow();
            throw new IOException("Chromium does not take a connection", failed);
        }
    }

    /** Sends a command and waits for its answer; {@link IOException} where it is refused or takes too long. */
    JsonNode call(String session, String method, Map<String, Object> parameters, Duration limit)
            throws IOException, InterruptedException {
        int id = last.incrementAndGet();
        ObjectNode command = MAPPER.createObjectNode().put("id", id).put("method", method);
        command.set("params", MAPPER.valueToTree(parameters));
        if (session != null) {
            command.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        socket.sendText(command.toString(), true);
        try {
            JsonNode message = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (message.has("error")) {
                throw new IOException(
                        method + ": " + message.path("error").path("message").asText());
            }
            return message.path("result");
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException(method + " was not answered", failed);
        }
    }

    /** Parameters of the events of a session and a name so far. */
    List<JsonNode> events(String session, String method) {
        return events.stream()
                .filter(event -> event.path("sessionId").asText().equals(session))
                .filter(event -> event.path("method").asText().equals(method))
                .map(event -> event.path("params"))
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    private final class Reader implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean end) {
            text.append(part);
            if (end) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failed) {
            waiting.values().forEach(answer -> answer.completeExceptionally(failed));
        }

        private void take(String message) {
            try {
                JsonNode json = MAPPER.readTree(message);
                CompletableFuture<JsonNode> answer =
                        waiting.remove(json.path("id").asInt());
                if (answer != null) {
                    answer.complete(json);
                } else {
                    events.add(json);
                }
            } catch (IOException noJson) {
                throw new IllegalStateException(noJson);
            }
        }
    }
}
