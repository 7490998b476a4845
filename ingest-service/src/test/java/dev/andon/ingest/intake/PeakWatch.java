package dev.andon.ingest.intake;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks every 200 µs how many spans wait and remembers the most. */
final class PeakWatch implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile long peak;

    PeakWatch(SpanIntake intake) {
        timer.scheduleAtFixedRate(() -> peak = Math.max(peak, intake.spansWaiting()), 0, 200, TimeUnit.MICROSECONDS);
    }

    long peak() {
        return peak;
    }

    @Override
    public void close() {
        timer.close();
    }
}
