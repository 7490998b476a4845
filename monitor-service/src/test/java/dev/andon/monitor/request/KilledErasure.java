package dev.andon.monitor.request;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process that carries one erasure out in small steps, prints each and waits for a byte before the next, or for none where its input has
 * ended. Run, and killed, by {@link ErasureCrashTest}.
 */
final class KilledErasure {
    private KilledErasure() {}

    /** Arguments: JDBC URL, request, length of its lease. */
    public static void main(String... args) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(args[0]);
        source.setUser("postgres");
        source.setOptions("-c role=andon_monitor");
        RequestWorker worker = new RequestWorker(
                new RequestRepository(source),
                new ErasureStepsTest.Pages(1, Duration.parse(args[2]), 100),
                InstantSource.system());
        System.out.println(
                worker.run(UUID.fromString(args[1]), System.out::println).isPresent() ? "mine" : "taken");
        System.exit(0);
    }
}
