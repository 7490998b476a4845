package dev.andon.ingest.translation;

import dev.andon.ingest.body.Budget;

/**
 * Counts what one span (or resource) is made of while it is read: attributes, values, events, links, two bytes each on the wire
 * and much more in memory. Takes that memory as it counts and gives it back when the span has become a row.
 */
public final class Parts implements AutoCloseable {
    /** Beyond it a span is rejected; embeddings of a hundred texts, kept as an attribute, are 300,000 values. */
    public static final int LIMIT = 1_000_000;

    public static final String OBJECTION = "more than " + LIMIT + " attributes, values, events and links";

    private static final int STEP = 1024;
    private static final int BYTES_A_PART = 64;

    private final Budget budget;
    private int count;
    private long taken;
    private boolean exceeded;

    public Parts(Budget budget) {
        this.budget = budget;
    }

    /** Whether there may be one more; what there may not be is to be left out. */
    public boolean add() {
        if (count == LIMIT) {
            exceeded = true;
            return false;
        }
        if (++count % STEP == 0) {
            budget.take(STEP * BYTES_A_PART);
            taken += STEP * BYTES_A_PART;
        }
        return true;
    }

    /** Whether one was refused. */
    public boolean exceeded() {
        return exceeded;
    }

    @Override
    public void close() {
        budget.give(taken);
        taken = 0;
    }
}
