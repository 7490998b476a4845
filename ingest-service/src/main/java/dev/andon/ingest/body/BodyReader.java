package dev.andon.ingest.body;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.function.Consumer;

/** Collects request bodies within the limits: of one body, and of all that are in memory at once. */
@ApplicationScoped
public class BodyReader {
    private final BodyConfig config;
    private final BodyMemory memory;

    BodyReader(BodyConfig config, BodyMemory memory) {
        this.config = config;
        this.memory = memory;
    }

    /** Calls one of the two, once, on the request's event loop. Whoever gets the body releases it. */
    public void read(HttpServerRequest request, Consumer<Body> done, Consumer<Refusal> refused) {
        String encoding = request.getHeader("Content-Encoding");
        String coding = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        if (!coding.equals("identity") && !coding.equals("gzip")) {
            refused.accept(Refusal.unsupported("Content-Encoding must be gzip or identity."));
            return;
        }
        Reading reading = new Reading(coding.equals("gzip"), done, refused);
        request.exceptionHandler(lost -> reading.abandon());
        request.handler(reading::take);
        request.endHandler(end -> reading.finish());
        request.resume();
    }

    /** Small bodies on the event loop, as handing them over costs more than the work; large ones beside it. */
    public void work(Body body, Runnable work) {
        if (body.size() <= config.large().asLongValue()) {
            work.run();
        } else {
            Thread.startVirtualThread(work);
        }
    }

    /** A body that another transport has read whole, within the limit of one body. */
    public Body whole(byte[] bytes) {
        Budget budget = memory.budget();
        try {
            budget.take(bytes.length);
            return new Body(bytes, false, budget, config.maxSize().asLongValue());
        } catch (RefusalException full) {
            budget.release();
            throw full;
        }
    }

    /** One body on its way in. After a refusal the rest is read and dropped, so that the client sees the answer. */
    private final class Reading {
        private final boolean gzip;
        private final Consumer<Body> done;
        private final Consumer<Refusal> refused;
        private final Budget budget = memory.budget();
        private final long limit = config.maxSize().asLongValue();
        private Buffer collected = Buffer.buffer();
        private boolean over;

        Reading(boolean gzip, Consumer<Body> done, Consumer<Refusal> refused) {
            this.gzip = gzip;
            this.done = done;
            this.refused = refused;
        }

        void take(Buffer chunk) {
            if (over) {
                return;
            }
            if (collected.length() + (long) chunk.length() > limit) {
                refuse(Refusal.tooLarge(limit));
                return;
            }
            try {
                budget.take(chunk.length());
                collected.appendBuffer(chunk);
            } catch (RefusalException full) {
                refuse(full.refusal());
            }
        }

        void finish() {
            if (!over) {
                over = true;
                done.accept(new Body(collected.getBytes(), gzip, budget, limit));
            }
        }

        void abandon() {
            if (!over) {
                over = true;
                collected = null;
                budget.release();
            }
        }

        private void refuse(Refusal error) {
            abandon();
            refused.accept(error);
        }
    }
}
