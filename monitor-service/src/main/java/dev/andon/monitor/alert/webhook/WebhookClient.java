package dev.andon.monitor.alert.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * One POST to an address that was judged before. The name of the receiver stays in the Host header, in SNI and in the check of its
 * certificate. No redirect is followed, an answer is read no further than its first kilobytes, and the connection is closed after it.
 */
final class WebhookClient {
    private static final int MOST_HEADER = 16 * 1024;
    private static final int MOST_READ = 4 * 1024;
    private static final int SHOWN = 200;
    private static final int REDIRECTS = 3;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;

    private final Vertx vertx;
    private final Duration connectTimeout;

    WebhookClient(Vertx vertx, Duration connectTimeout) {
        this.vertx = vertx;
        this.connectTimeout = connectTimeout;
    }

    /** Sends, and waits for the answer no longer than the limit. */
    Answer post(WebhookUrl url, InetAddress address, Map<String, String> headers, byte[] body, Duration limit)
            throws InterruptedException {
        HttpClient client = vertx.createHttpClient(options());
        try {
            return client.request(request(url, address))
                    .compose(request -> send(request, url, headers, body))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return Answer.failed("No whole answer within " + limit.toMillis() + " ms.");
        } catch (ExecutionException failed) {
            return failure(failed.getCause());
        } finally {
            client.close();
        }
    }

    private HttpClientOptions options() {
        return new HttpClientOptions()
                .setKeepAlive(false)
                .setDecompressionSupported(false)
                .setConnectTimeout((int) connectTimeout.toMillis())
                .setMaxHeaderSize(MOST_HEADER)
                .setTracingPolicy(TracingPolicy.IGNORE);
    }

    private static RequestOptions request(WebhookUrl url, InetAddress address) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, url.port())))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(url.target())
                .setFollowRedirects(false);
    }

    private static Future<Answer> send(
            HttpClientRequest request, WebhookUrl url, Map<String, String> headers, byte[] body) {
        headers.forEach(request::putHeader);
        return request.send(Buffer.buffer(body)).compose(response -> {
            int status = response.statusCode();
            return status >= 200 && status < 300
                    ? Future.succeededFuture(Answer.sent(status))
                    : beginning(response).map(text -> answer(response, status, url.hidden(text)));
        });
    }

    private static Future<String> beginning(HttpClientResponse response) {
        Promise<String> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        response.handler(part -> {
            read.appendBuffer(part, 0, Math.min(part.length(), MOST_READ - read.length()));
            if (read.length() >= MOST_READ) {
                whole.tryComplete(read.toString());
                response.request().reset();
            }
        });
        response.endHandler(end -> whole.tryComplete(read.toString()));
        response.exceptionHandler(broken -> whole.tryComplete(read.toString()));
        return whole.future();
    }

    private static Answer answer(HttpClientResponse response, int status, String text) {
        if (status / 100 == REDIRECTS) {
            return new Answer(
                    Answer.Result.REFUSED,
                    status,
                    null,
                    "The receiver answered with a redirect (" + status
                            + "), which is not followed: set MONITOR_ALERT_WEBHOOK_URL to where it leads.");
        }
        boolean later = status >= 500 || status == TOO_MANY || status == REQUEST_TIMEOUT || status == TOO_EARLY;
        return new Answer(
                later ? Answer.Result.FAILED : Answer.Result.REFUSED,
                status,
                retryAfter(response),
                "The receiver answered " + status + said(text));
    }

    private static String said(String text) {
        String line = text.replaceAll("[^\\p{Print}]+", " ").strip();
        return line.isEmpty() ? "." : ": " + line.substring(0, Math.min(line.length(), SHOWN));
    }

    private static Duration retryAfter(HttpClientResponse response) {
        String seconds = response.getHeader("Retry-After");
        return seconds != null && seconds.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }

    private static Answer failure(Throwable cause) {
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof SSLException) {
                return Answer.refused("TLS with the receiver failed: " + inner.getMessage() + ".");
            }
        }
        // The message of a failed connection names host and port only; others may quote what was sent.
        return Answer.failed("No answer of the receiver (" + cause.getClass().getSimpleName() + ").");
    }
}
