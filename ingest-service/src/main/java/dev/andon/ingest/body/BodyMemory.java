package dev.andon.ingest.body;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory of all requests that are being read or translated. */
@ApplicationScoped
class BodyMemory {
    private final BodyConfig config;
    private final AtomicLong used = new AtomicLong();

    BodyMemory(BodyConfig config) {
        this.config = config;
    }

    /** For one request, which releases it. */
    Budget budget() {
        return new Budget(used, config.maxInMemory().asLongValue(), config.maxSpans());
    }
}
