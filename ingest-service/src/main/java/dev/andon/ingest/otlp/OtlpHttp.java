package dev.andon.ingest.otlp;

import dev.andon.ingest.intake.Outcome;
import dev.andon.ingest.intake.SpanIntake;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * OTLP/HTTP on {@code POST /v1/traces}. A plain route, as the specification asks for exact limits and error bodies: answers have
 * the encoding of the request, errors are a {@code Status}. The answer is sent after the spans are committed.
 */
@ApplicationScoped
public class OtlpHttp {
    private static final Logger LOG = Logger.getLogger(OtlpHttp.class);

    private final SpanIntake intake;
    private final OtlpConfig config;
    private final BodyReader bodies;

    OtlpHttp(SpanIntake intake, OtlpConfig config, BodyReader bodies) {
        this.intake = intake;
        this.config = config;
        this.bodies = bodies;
    }

    void register(@Observes Router router) {
        router.post("/v1/traces").handler(this::receive);
    }

    private void receive(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Optional<OtlpFormat> format = OtlpFormat.of(request.getHeader("Content-Type"));
        if (format.isEmpty()) {
            fail(
                    request,
                    OtlpFormat.PROTOBUF,
                    OtlpError.unsupported("Content-Type must be application/x-protobuf or application/json."));
            return;
        }
        bodies.read(
                request, body -> translate(routing, format.get(), body), error -> fail(request, format.get(), error));
    }

    /** Small bodies on the event loop, as handing them over costs more than the work; large ones beside it. */
    private void translate(RoutingContext routing, OtlpFormat format, Body body) {
        HttpServerRequest request = routing.request();
        Context context = Vertx.currentContext();
        if (body.size() <= config.largeBody().asLongValue()) {
            answer(context, request, format, store(format, body));
        } else {
            routing.vertx()
                    .executeBlocking(() -> store(format, body), false)
                    .onSuccess(stored -> answer(context, request, format, stored))
                    .onFailure(failed -> fail(request, format, unexpected(failed)));
        }
    }

    /** Never throws; memory of the body is given back once it is translated. */
    private Received store(OtlpFormat format, Body body) {
        Rejections rejections = new Rejections();
        try {
            Translation translation = SpanTranslator.translate(format.decode(body.inflate(), rejections), rejections);
            return new Received(rejections, intake.accept(translation.batch()), null);
        } catch (OtlpErrorException refused) {
            return new Received(rejections, null, refused.error());
        } catch (MalformedRequestException malformed) {
            return new Received(rejections, null, OtlpError.malformed(malformed.getMessage()));
        } catch (RuntimeException bug) {
            return new Received(rejections, null, unexpected(bug));
        } finally {
            body.release();
        }
    }

    private record Received(Rejections rejections, CompletionStage<Outcome> outcome, OtlpError error) {}

    private void answer(Context context, HttpServerRequest request, OtlpFormat format, Received received) {
        if (received.error() != null) {
            fail(request, format, received.error());
            return;
        }
        received.outcome()
                .thenAccept(outcome -> context.runOnContext(now -> {
                    switch (outcome) {
                        case Outcome.Stored stored -> {
                            if (stored.rejected() > 0) {
                                received.rejections().add(stored.reason(), stored.rejected());
                            }
                            end(request, 200, format, format.success(received.rejections()));
                        }
                        case Outcome.TryLater later ->
                            fail(request, format, OtlpError.unavailable(later.reason(), later.after()));
                    }
                }));
    }

    private static OtlpError unexpected(Throwable bug) {
        LOG.error("A request for traces failed unexpectedly", bug);
        return new OtlpError(500, com.google.rpc.Code.INTERNAL_VALUE, "Internal error.", null);
    }

    private static void fail(HttpServerRequest request, OtlpFormat format, OtlpError error) {
        if (error.retryAfter() != null) {
            long seconds = Math.max(1, error.retryAfter().toSeconds());
            request.response().putHeader("Retry-After", Long.toString(seconds));
        }
        end(request, error.status(), format, format.failure(error));
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
