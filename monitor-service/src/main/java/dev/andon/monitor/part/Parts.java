package dev.andon.monitor.part;

import dev.andon.common.problem.DatabaseFailure;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Reads the parts of one page at the same time, each on a virtual thread of its own, so that one that fails or hangs takes no other
 * with it and the page is there after {@link #PATIENCE} whatever happens. A failure is logged once.
 */
@RequestScoped
public class Parts {
    /** Of a whole page; longer than the statement timeout of its connections, so that the database is the first to give up. */
    static final Duration PATIENCE = Duration.ofSeconds(6);

    private static final Logger LOG = Logger.getLogger(Parts.class);
    private static final ExecutorService READERS = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("part-", 0).factory());

    private final String requestId =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final long deadline = System.nanoTime() + PATIENCE.toNanos();
    private final UriInfo uri;

    Parts(UriInfo uri) {
        this.uri = uri;
    }

    /** Starts to read a part; {@code name} begins a sentence: "The trend". The reading may ask for other parts. */
    public <T> Part<T> read(String name, Supplier<T> reading) {
        String path = uri.getRequestUri().getRawPath();
        Callable<T> logged = () -> {
            try {
                return reading.get();
            } catch (PartFailure inherited) {
                throw inherited.getCause() instanceof Exception cause ? cause : inherited;
            } catch (RuntimeException | Error failure) {
                log(name, path, failure);
                throw failure;
            }
        };
        return new Part<>(name, requestId, READERS.submit(logged), deadline);
    }

    private void log(String name, String path, Throwable failure) {
        String sentence = name + " of " + path + " could not be read, request " + requestId;
        if (System.nanoTime() >= deadline) {
            LOG.warnf("%s: not within %s", sentence, PATIENCE);
            return;
        }
        DatabaseFailure.of(failure)
                .ifPresentOrElse(
                        known -> LOG.warnf("%s: %s (%s)", sentence, known.sentence(), failure.getMessage()),
                        () -> LOG.error(sentence, failure));
    }
}
