package dev.andon.ingest.body;

import java.util.concurrent.atomic.AtomicLong;

/** Budgets of tests. */
public final class Budgets {
    private Budgets() {}

    /** One that no other request shares. */
    public static Budget of(long bytes, int spans) {
        return new Budget(new AtomicLong(), bytes, spans);
    }
}
