package dev.andon.ingest.otlp;

import dev.andon.common.problem.ErrorId;
import dev.andon.ingest.body.Body;
import dev.andon.ingest.body.Refusal;
import dev.andon.ingest.body.RefusalException;
import dev.andon.ingest.intake.Outcome;
import dev.andon.ingest.intake.SpanIntake;
import dev.andon.ingest.translation.Rejections;
import dev.andon.ingest.translation.SpanTranslator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** What both transports of OTLP do with a request: decode, translate, hand over, and wait for the commit without blocking. */
@ApplicationScoped
class TraceReceiver {
    private static final Logger LOG = Logger.getLogger(TraceReceiver.class);

    private final SpanIntake intake;

    TraceReceiver(SpanIntake intake) {
        this.intake = intake;
    }

    /** What the client is to be told. */
    sealed interface Answer {
        /** 200, with what was left out. */
        record Done(Rejections rejections) implements Answer {}

        /** An error for the whole request. */
        record Refused(Refusal refusal) implements Answer {}
    }

    /** Never throws. The body is released as soon as it is translated. */
    CompletionStage<Answer> receive(OtlpFormat format, Body body) {
        Rejections rejections = new Rejections();
        try {
            byte[] bytes = body.inflate();
            SpanTranslator translator = new SpanTranslator(bytes.length, rejections, body.budget());
            format.read(bytes, translator, body.budget());
            return intake.accept(translator.batch()).thenApply(outcome -> answer(outcome, rejections));
        } catch (RefusalException refused) {
            return refuse(refused.refusal());
        } catch (RuntimeException bug) {
            return refuse(Refusal.unexpected(ErrorId.log(LOG, bug)));
        } finally {
            body.release();
        }
    }

    private static Answer answer(Outcome outcome, Rejections rejections) {
        return switch (outcome) {
            case Outcome.Stored stored -> {
                if (stored.rejected() > 0) {
                    rejections.add(stored.reason(), stored.rejected());
                }
                yield new Answer.Done(rejections);
            }
            case Outcome.TryLater later -> new Answer.Refused(Refusal.unavailable(later.reason(), later.after()));
        };
    }

    private static CompletionStage<Answer> refuse(Refusal refusal) {
        return CompletableFuture.completedStage(new Answer.Refused(refusal));
    }
}
