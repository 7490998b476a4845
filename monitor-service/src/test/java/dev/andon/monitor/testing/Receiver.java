package dev.andon.monitor.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A real receiver of webhooks on a loopback port: keeps what came, and answers as it was told, 200 when it was told nothing. */
public final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

    /** One answer to the next request. */
    @FunctionalInterface
    public interface Answer {
        void give(HttpExchange exchange) throws Exception;
    }

    /** What came. */
    public record Request(String path, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse(null);
        }
    }

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Its path stands for the secret that paths of webhooks are. */
    public String url() {
        return "http://localhost:" + port() + "/hooks/SECRET";
    }

    public List<Request> requests() {
        return requests;
    }

    /** Answers one request with a status and a text. */
    public void answer(int status, String text, String... headers) {
        answers.add(exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        });
    }

    /** Answers one request in any way. */
    public void answer(Answer answer) {
        answers.add(answer);
    }

    public void reset() {
        requests.clear();
        answers.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(
                    new Request(exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), body));
            Answer answer = answers.poll();
            if (answer == null) {
                exchange.sendResponseHeaders(200, -1);
            } else {
                answer.give(exchange);
            }
        } catch (Exception clientWent) {
            // The client hangs up on whatever takes too long; what it makes of that is what tests look at.
            requests.hashCode();
        }
    }
}
