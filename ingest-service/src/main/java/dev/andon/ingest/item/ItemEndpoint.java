package dev.andon.ingest.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.problem.ErrorId;
import dev.andon.common.problem.ProblemType;
import dev.andon.common.security.Access;
import dev.andon.common.security.AccessControl;
import dev.andon.common.security.Scope;
import dev.andon.ingest.body.Body;
import dev.andon.ingest.body.BodyReader;
import dev.andon.ingest.body.Refusal;
import dev.andon.ingest.body.RefusalException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * What endpoints for native JSON share: format, key, bounded body, and the answer. 200 where at least one item was stored or none was
 * sent, with the errors of the others; 400 where all were wrong.
 */
@ApplicationScoped
public class ItemEndpoint {
    private static final Logger LOG = Logger.getLogger(ItemEndpoint.class);
    private static final Set<String> LINES = Set.of("application/x-ndjson", "application/jsonl");

    private final BodyReader bodies;
    private final ObjectMapper mapper;
    private final AccessControl access;

    ItemEndpoint(BodyReader bodies, ObjectMapper mapper, AccessControl access) {
        this.bodies = bodies;
        this.mapper = mapper;
        this.access = access;
    }

    /** Stores the items of a body that it does not keep. */
    @FunctionalInterface
    public interface Store {
        /**
         * Completes after the commit; may throw a {@link RefusalException}.
         *
         * @param lines whether items come one a line
         */
        CompletionStage<ItemAnswer> store(Body body, boolean lines);
    }

    /** Takes a request whose body has not been read yet, and answers it; the store runs where the size of the body asks for. */
    public void receive(RoutingContext routing, Store store) {
        receive(routing, (body, work) -> bodies.work(body, work), store);
    }

    /** The same with a store that blocks. */
    public void receiveBlocking(RoutingContext routing, Store store) {
        receive(routing, (body, work) -> Thread.startVirtualThread(work), store);
    }

    @FunctionalInterface
    private interface Place {
        void run(Body body, Runnable work);
    }

    private void receive(RoutingContext routing, Place place, Store store) {
        HttpServerRequest request = routing.request();
        String type = String.valueOf(request.getHeader("Content-Type"))
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        boolean lines = LINES.contains(type);
        if (request.method() != HttpMethod.POST) {
            request.response().putHeader("Allow", "POST");
            refuse(request, new Refusal(405, "Use POST.", null));
        } else if (access.decideNow("POST", request::getHeader, Scope.INGEST) instanceof Access.Refused refused) {
            refuse(request, Refusal.of(refused));
        } else if (!lines && !type.equals("application/json")) {
            refuse(request, Refusal.unsupported("Content-Type must be application/json or application/x-ndjson."));
        } else {
            bodies.read(
                    request,
                    body -> {
                        Context context = Vertx.currentContext();
                        place.run(
                                body,
                                () -> store(body, lines, store)
                                        .thenAccept(answer -> context.runOnContext(now -> send(request, answer))));
                    },
                    refusal -> refuse(request, refusal));
        }
    }

    private static CompletionStage<ItemAnswer> store(Body body, boolean lines, Store store) {
        try {
            return store.store(body, lines);
        } catch (RefusalException refused) {
            return CompletableFuture.completedStage(new ItemAnswer.Refused(refused.refusal()));
        } catch (RuntimeException bug) {
            return CompletableFuture.completedStage(new ItemAnswer.Refused(Refusal.unexpected(ErrorId.log(LOG, bug))));
        } finally {
            body.release();
        }
    }

    private void send(HttpServerRequest request, ItemAnswer answer) {
        switch (answer) {
            case ItemAnswer.Refused refused -> refuse(request, refused.refusal());
            case ItemAnswer.Done done -> {
                ItemReport report = done.report();
                if (report.accepted() == 0 && report.rejected() > 0) {
                    send(request, 400, invalid(report));
                } else {
                    send(request, 200, report);
                }
            }
        }
    }

    private void refuse(HttpServerRequest request, Refusal refusal) {
        if (refusal.retryAfter() != null) {
            request.response().putHeader("Retry-After", Long.toString(refusal.retryAfterSeconds()));
        }
        if (refusal.status() == 401) {
            request.response().putHeader("WWW-Authenticate", Refusal.CHALLENGE);
        }
        Map<String, Object> problem = problem(ProblemType.ofStatus(refusal.status()), refusal.status());
        problem.put("detail", refusal.message());
        send(request, refusal.status(), problem);
    }

    private static Map<String, Object> invalid(ItemReport report) {
        Map<String, Object> problem = problem(ProblemType.INVALID_ARGUMENT, 400);
        problem.put("detail", report.errors().get(0).detail());
        problem.put("field", report.errors().get(0).field());
        problem.put("errors", report.errors());
        return problem;
    }

    private static Map<String, Object> problem(ProblemType type, int status) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", type.uri());
        problem.put("title", type.title());
        problem.put("status", status);
        return problem;
    }

    private void send(HttpServerRequest request, int status, Object body) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", status == 200 ? "application/json" : "application/problem+json")
                .end(json(body));
    }

    private Buffer json(Object body) {
        try {
            return Buffer.buffer(mapper.writeValueAsBytes(body));
        } catch (JsonProcessingException cannotHappen) {
            throw new IllegalStateException(cannotHappen);
        }
    }
}
