package dev.andon.ingest.workflow;

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
import dev.andon.ingest.intake.Outcome;
import dev.andon.ingest.intake.SpanIntake;
import dev.andon.ingest.translation.Rejections;
import dev.andon.ingest.translation.SpanTranslator;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Native JSON on {@code POST /api/v1/workflow/spans}, for callers without OpenTelemetry. 200 where at least one span was stored or
 * none was sent, with the errors of the others; 400 where all were wrong. Answered after the commit.
 */
@ApplicationScoped
public class WorkflowHttp {
    private static final Logger LOG = Logger.getLogger(WorkflowHttp.class);
    private static final Set<String> LINES = Set.of("application/x-ndjson", "application/jsonl");

    private final SpanIntake intake;
    private final BodyReader bodies;
    private final ObjectMapper mapper;
    private final AccessControl access;

    WorkflowHttp(SpanIntake intake, BodyReader bodies, ObjectMapper mapper, AccessControl access) {
        this.intake = intake;
        this.bodies = bodies;
        this.mapper = mapper;
        this.access = access;
    }

    void register(@Observes Router router) {
        router.route("/api/v1/workflow/spans").handler(this::receive);
    }

    private record Answer(int status, Object body, Refusal refusal) {
        static Answer of(Refusal refusal) {
            return new Answer(refusal.status(), null, refusal);
        }
    }

    /** What was done with the request's spans. */
    public record Report(int accepted, int rejected, List<NativeSpans.ItemError> errors) {}

    private void receive(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String type = String.valueOf(request.getHeader("Content-Type"))
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        boolean lines = LINES.contains(type);
        if (request.method() != HttpMethod.POST) {
            request.response().putHeader("Allow", "POST");
            send(request, Answer.of(new Refusal(405, "Use POST.", null)));
        } else if (access.decideNow("POST", request::getHeader, Scope.INGEST) instanceof Access.Refused refused) {
            send(request, Answer.of(Refusal.of(refused)));
        } else if (!lines && !type.equals("application/json")) {
            String remedy = "Content-Type must be application/json or application/x-ndjson.";
            send(request, Answer.of(Refusal.unsupported(remedy)));
        } else {
            bodies.read(request, body -> receive(routing, body, lines), refusal -> send(request, Answer.of(refusal)));
        }
    }

    private void receive(RoutingContext routing, Body body, boolean lines) {
        Context context = Vertx.currentContext();
        bodies.work(
                body,
                () -> store(body, lines)
                        .thenAccept(answer -> context.runOnContext(now -> send(routing.request(), answer))));
    }

    private CompletionStage<Answer> store(Body body, boolean lines) {
        try {
            byte[] bytes = body.inflate();
            Rejections rejections = new Rejections();
            SpanTranslator translator = new SpanTranslator(bytes.length, rejections, body.budget());
            NativeSpans spans = new NativeSpans(translator, body.budget());
            spans.read(bytes, lines);
            return intake.accept(translator.batch()).thenApply(outcome -> answer(outcome, spans, rejections));
        } catch (RefusalException refused) {
            return CompletableFuture.completedStage(Answer.of(refused.refusal()));
        } catch (RuntimeException bug) {
            return CompletableFuture.completedStage(Answer.of(Refusal.unexpected(ErrorId.log(LOG, bug))));
        } finally {
            body.release();
        }
    }

    private static Answer answer(Outcome outcome, NativeSpans spans, Rejections rejections) {
        return switch (outcome) {
            case Outcome.TryLater later -> Answer.of(Refusal.unavailable(later.reason(), later.after()));
            case Outcome.Stored stored -> {
                if (stored.rejected() > 0) {
                    rejections.add(stored.reason(), stored.rejected());
                }
                Report report = report(spans, rejections);
                yield new Answer(report.accepted() == 0 && report.rejected() > 0 ? 400 : 200, report, null);
            }
        };
    }

    private static Report report(NativeSpans spans, Rejections later) {
        List<NativeSpans.ItemError> errors = new ArrayList<>(spans.errors());
        if (later.total() > 0) {
            errors.add(new NativeSpans.ItemError(null, null, null, later.message()));
        }
        return new Report(spans.accepted() - later.total(), spans.rejected() + later.total(), errors);
    }

    private void send(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (answer.refusal() != null && answer.refusal().retryAfter() != null) {
            response.putHeader("Retry-After", Long.toString(answer.refusal().retryAfterSeconds()));
        }
        if (answer.status() == 401) {
            response.putHeader("WWW-Authenticate", Refusal.CHALLENGE);
        }
        boolean fine = answer.status() == 200;
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", fine ? "application/json" : "application/problem+json")
                .end(json(fine ? answer.body() : problem(answer)));
    }

    private static Map<String, Object> problem(Answer answer) {
        Map<String, Object> problem = new LinkedHashMap<>();
        ProblemType type = answer.body() == null ? ProblemType.ofStatus(answer.status()) : ProblemType.INVALID_ARGUMENT;
        problem.put("type", type.uri());
        problem.put("title", type.title());
        problem.put("status", answer.status());
        if (answer.refusal() != null) {
            problem.put("detail", answer.refusal().message());
        } else if (answer.body() instanceof Report report) {
            problem.put("detail", report.errors().get(0).detail());
            problem.put("field", report.errors().get(0).field());
            problem.put("errors", report.errors());
        }
        return problem;
    }

    private Buffer json(Object body) {
        try {
            return Buffer.buffer(mapper.writeValueAsBytes(body));
        } catch (JsonProcessingException cannotHappen) {
            throw new IllegalStateException(cannotHappen);
        }
    }
}
