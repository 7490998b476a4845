package dev.andon.monitor.part;

import dev.andon.common.problem.DatabaseFailure;
import io.quarkus.qute.TemplateData;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One part of a page, read beside the others: what it shows, or why it could not be read. Asking waits until one of both is known,
 * and never beyond the time of the page. Templates show it inside {@code {#part}}.
 *
 * @param <T> what is shown where it was read
 */
@TemplateData
public final class Part<T> {
    private final String name;
    private final String requestId;
    private final Future<T> reading;
    private final long deadline;

    Part(String name, String requestId, Future<T> reading, long deadline) {
        this.name = name;
        this.requestId = requestId;
        this.reading = reading;
        this.deadline = deadline;
    }

    /** What stands in its place where it could not be read: "The trend". */
    public String name() {
        return name;
    }

    /** Under which the log has more. */
    public String requestId() {
        return requestId;
    }

    /** It could not be read. */
    public boolean failed() {
        return failure() != null;
    }

    /** It could not be read because there is no database at all. */
    public boolean outage() {
        Throwable failure = failure();
        return failure != null
                && DatabaseFailure.of(failure).stream()
                        .anyMatch(kind -> kind == DatabaseFailure.UNREACHABLE || kind == DatabaseFailure.LOGIN_REFUSED);
    }

    /** Why it could not be read and what to do, as one sentence; null where it was. */
    public String reason() {
        Throwable failure = failure();
        return failure == null ? null : PartFailure.sentence(failure);
    }

    /**
     * What is shown; may be null where the reading found nothing.
     *
     * @throws PartFailure where it could not be read; a part that asks for another one fails with it
     */
    public T value() {
        Throwable failure = failure();
        if (failure != null) {
            throw new PartFailure(failure);
        }
        return reading.resultNow();
    }

    /** What is shown; null also where it could not be read, for what can do without. */
    public T shown() {
        return or(null);
    }

    /** What is shown, or something else where it could not be read. */
    public T or(T other) {
        return failed() ? other : reading.resultNow();
    }

    private Throwable failure() {
        try {
            reading.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return null;
        } catch (ExecutionException failed) {
            return failed.getCause();
        } catch (TimeoutException | CancellationException late) {
            reading.cancel(true);
            return new CancellationException("Not read in time.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return stopped;
        }
    }
}
