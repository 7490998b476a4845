package dev.andon.ingest.workflow;

import dev.andon.ingest.body.Body;
import dev.andon.ingest.body.Refusal;
import dev.andon.ingest.intake.Outcome;
import dev.andon.ingest.intake.SpanIntake;
import dev.andon.ingest.item.ItemAnswer;
import dev.andon.ingest.item.ItemEndpoint;
import dev.andon.ingest.item.ItemReport;
import dev.andon.ingest.item.JsonItems;
import dev.andon.ingest.translation.Rejections;
import dev.andon.ingest.translation.SpanTranslator;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletionStage;

/** Native JSON on {@code POST /api/v1/workflow/spans}, for callers without OpenTelemetry. Answered after the commit. */
@ApplicationScoped
public class WorkflowHttp {
    private final SpanIntake intake;
    private final ItemEndpoint endpoint;

    WorkflowHttp(SpanIntake intake, ItemEndpoint endpoint) {
        this.intake = intake;
        this.endpoint = endpoint;
    }

    void register(@Observes Router router) {
        router.route("/api/v1/workflow/spans").handler(routing -> endpoint.receive(routing, this::store));
    }

    private CompletionStage<ItemAnswer> store(Body body, boolean lines) {
        byte[] bytes = body.inflate();
        Rejections rejections = new Rejections();
        SpanTranslator translator = new SpanTranslator(bytes.length, rejections, body.budget());
        JsonItems items = new JsonItems(body.budget(), new NativeSpans(translator));
        items.read(bytes, lines);
        return intake.accept(translator.batch()).thenApply(outcome -> answer(outcome, items.report(), rejections));
    }

    private static ItemAnswer answer(Outcome outcome, ItemReport report, Rejections rejections) {
        return switch (outcome) {
            case Outcome.TryLater later -> new ItemAnswer.Refused(Refusal.unavailable(later.reason(), later.after()));
            case Outcome.Stored stored -> {
                if (stored.rejected() > 0) {
                    rejections.add(stored.reason(), stored.rejected());
                }
                yield new ItemAnswer.Done(report.refused(rejections.total(), rejections.message()));
            }
        };
    }
}
