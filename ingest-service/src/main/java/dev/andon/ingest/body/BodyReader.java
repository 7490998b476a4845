package dev.andon.ingest.body;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Collects request bodies within the limits: of one body, and of all that are in memory at once. */
@ApplicationScoped
public class BodyReader {
    static final Duration BUSY = Duration.ofSeconds(1);

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

    /** One body on its way in. After a refusal the rest is read and dropped, so that the client sees the answer. */
    private final class Reading {
        private final boolean gzip;
        private final Consumer<Body> done;
        private final Consumer<Refusal> refused;
        private final BodyMemory.Lease lease = memory.lease();
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
            } else if (!lease.add(chunk.length())) {
                refuse(Refusal.unavailable("Too many requests are being read.", BUSY));
            } else {
                collected.appendBuffer(chunk);
            }
        }

        void finish() {
            if (!over) {
                over = true;
                done.accept(new Body(collected.getBytes(), gzip, lease, limit));
            }
        }

        void abandon() {
            if (!over) {
                over = true;
                collected = null;
                lease.release();
            }
        }

        private void refuse(Refusal error) {
            abandon();
            refused.accept(error);
        }
    }
}
