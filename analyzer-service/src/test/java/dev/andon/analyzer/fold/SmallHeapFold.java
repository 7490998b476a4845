package dev.andon.analyzer.fold;

import java.time.Instant;
import org.postgresql.ds.PGSimpleDataSource;

/** A process with little memory that folds, or rebuilds, and prints how many spans are in the summaries' traces. Run by {@link FoldMemoryTest}. */
final class SmallHeapFold {
    /** A tenth of what is in the database. */
    static final FoldLimits LIMITS = new FoldLimits(50_000, 1_000, 20_000, 2_000);

    private SmallHeapFold() {}

    /** Arguments: JDBC URL, what to do. */
    public static void main(String... args) throws Exception {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(args[0]);
        dataSource.setUser("postgres");
        dataSource.setOptions("-c role=andon_analyzer");
        if (args[1].equals("fold")) {
            System.out.println(new Fold(dataSource, LIMITS).runToEnd().spans());
        } else {
            Instant from = Instant.parse("2026-03-01T12:00:00Z");
            System.out.println(new Rebuild(dataSource, LIMITS)
                    .run(from, from.plusSeconds(3600), false, hour -> {})
                    .hours());
        }
    }
}
