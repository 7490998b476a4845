package dev.andon.ingest.otlp;

import dev.andon.common.security.Access;
import dev.andon.common.security.AccessControl;
import dev.andon.common.security.Scope;
import dev.andon.ingest.body.Body;
import dev.andon.ingest.body.BodyReader;
import dev.andon.ingest.body.Refusal;
import dev.andon.ingest.otlp.TraceReceiver.Answer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * OTLP/HTTP on {@code POST /v1/traces}. A plain route, as the specification asks for exact limits and error bodies: answers have
 * the encoding of the request, errors are a {@code Status}. The answer is sent after the spans are committed.
 */
@ApplicationScoped
public class OtlpHttp {
    private final TraceReceiver receiver;
    private final BodyReader bodies;
    private final AccessControl access;

    OtlpHttp(TraceReceiver receiver, BodyReader bodies, AccessControl access) {
        this.receiver = receiver;
        this.bodies = bodies;
        this.access = access;
    }

    void register(@Observes Router router) {
        router.route("/v1/traces").handler(this::receive);
    }

    private void receive(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Optional<OtlpFormat> format = OtlpFormat.of(request.getHeader("Content-Type"));
        if (request.method() != HttpMethod.POST) {
            request.response().putHeader("Allow", "POST");
            fail(request, format.orElse(OtlpFormat.JSON), new Refusal(405, "Use POST.", null));
        } else if (access.decideNow("POST", request::getHeader, Scope.INGEST) instanceof Access.Refused refused) {
            fail(request, format.orElse(OtlpFormat.JSON), Refusal.of(refused));
        } else if (format.isEmpty()) {
            String remedy = "Content-Type must be application/x-protobuf or application/json.";
            fail(request, OtlpFormat.PROTOBUF, Refusal.unsupported(remedy));
        } else {
            bodies.read(
                    request,
                    body -> receive(routing, format.get(), body),
                    refusal -> fail(request, format.get(), refusal));
        }
    }

    private void receive(RoutingContext routing, OtlpFormat format, Body body) {
        Context context = Vertx.currentContext();
        bodies.work(
                body,
                () -> receiver.receive(format, body)
                        .thenAccept(answer -> context.runOnContext(now -> send(routing.request(), format, answer))));
    }

    private static void send(HttpServerRequest request, OtlpFormat format, Answer answer) {
        switch (answer) {
            case Answer.Done done -> end(request, 200, format, format.success(done.rejections()));
            case Answer.Refused refused -> fail(request, format, refused.refusal());
        }
    }

    private static void fail(HttpServerRequest request, OtlpFormat format, Refusal refusal) {
        if (refusal.retryAfter() != null) {
            request.response().putHeader("Retry-After", Long.toString(refusal.retryAfterSeconds()));
        }
        if (refusal.status() == 401) {
            request.response().putHeader("WWW-Authenticate", Refusal.CHALLENGE);
        }
        end(request, refusal.status(), format, format.failure(refusal));
    }

    private static void end(HttpServerRequest request, int status, OtlpFormat format, byte[] body) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", format.mediaType())
                    .end(Buffer.buffer(body));
        }
    }
}
