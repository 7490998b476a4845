package dev.andon.ingest.body;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory of all bodies that are being read or translated. */
@ApplicationScoped
class BodyMemory {
    private final BodyConfig config;
    private final AtomicLong used = new AtomicLong();

    BodyMemory(BodyConfig config) {
        this.config = config;
    }

    Lease lease() {
        return new Lease();
    }

    /** What one request holds. Used by one thread at a time; released once. */
    final class Lease {
        private long held;

        /** Whether there was room. What is in memory already is counted in any case. */
        boolean add(long bytes) {
            held += bytes;
            return used.addAndGet(bytes) <= config.maxInMemory().asLongValue();
        }

        void release() {
            used.addAndGet(-held);
            held = 0;
        }
    }
}
