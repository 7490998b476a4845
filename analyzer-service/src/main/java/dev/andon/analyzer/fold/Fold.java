package dev.andon.analyzer.fold;

import dev.andon.analyzer.watermark.RollupsHalted;
import dev.andon.analyzer.watermark.Watermark;
import dev.andon.analyzer.watermark.Watermark.Batch;
import dev.andon.analyzer.watermark.Watermark.Claim;
import dev.andon.analyzer.watermark.Watermark.Safe;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Folds committed spans into the rollups, each exactly once. A cycle is one transaction that holds the watermark: it takes the writes
 * behind the oldest running transaction, reads the traces they touched, takes each out of the rollups as it was folded last and puts
 * it in as it is now. Nothing of a cycle that fails or is killed remains, and the next one does the same again; a second instance
 * finds the watermark locked and leaves.
 */
public final class Fold {
    private final DataSource dataSource;
    private final FoldLimits limits;

    public Fold(DataSource dataSource, FoldLimits limits) {
        this.dataSource = dataSource;
        this.limits = limits;
    }

    /**
     * One cycle.
     *
     * @param spans how many spans became part of the rollups
     * @param traces how many traces were put in, new or again
     * @param skipped traces left as they were, since spans of them have been deleted or they are too large
     * @param more whether more waits than one cycle takes
     * @param asOf every span acknowledged before is in the rollups; null where another instance folds
     */
    public record Cycle(long spans, int traces, int skipped, boolean more, Timestamp asOf) {
        static final Cycle NOT_MINE = new Cycle(0, 0, 0, false, null);
    }

    /** Runs one bounded cycle to its commit. Fails with {@link RollupsHalted} where the rollups have to be made anew first. */
    public Cycle runOnce() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Cycle cycle = cycle(connection);
                connection.commit();
                return cycle;
            } catch (SQLException | RuntimeException | Error failed) {
                // Whatever it was: what follows would commit the half that is written.
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /** Runs cycles until nothing waits, or another instance folds; returns their sum. */
    public Cycle runToEnd() throws SQLException {
        Cycle cycle = runOnce();
        long spans = cycle.spans();
        int traces = cycle.traces();
        int skipped = cycle.skipped();
        while (cycle.more()) {
            cycle = runOnce();
            spans += cycle.spans();
            traces += cycle.traces();
            skipped += cycle.skipped();
        }
        return new Cycle(spans, traces, skipped, false, cycle.asOf());
    }

    private Cycle cycle(Connection connection) throws SQLException {
        Watermark watermark = new Watermark(connection);
        Optional<Claim> claim = watermark.claim(false);
        if (claim.isEmpty()) {
            return Cycle.NOT_MINE;
        }
        watermark.check(claim.get());
        if (!Rebuild.noted(connection).isEmpty()) {
            // Spans no longer are what was put in for them; the hours are made anew first, by whoever polls next.
            return Cycle.NOT_MINE;
        }
        Safe safe = watermark.safe();
        List<Batch> batches = watermark.batches(claim.get().foldedXid(), safe.xid(), limits.spansPerCycle());
        long until = Math.max(claim.get().foldedXid(), safe.xid());
        boolean more = false;
        if (!batches.isEmpty()) {
            long next = batches.get(batches.size() - 1).xid() + 1;
            more = !watermark.batches(next, safe.xid(), 1).isEmpty();
            until = more ? next : until;
        }
        TouchedTraces touched = TouchedTraces.of(batches);
        TraceFolder folder = new TraceFolder(connection, limits, until);
        for (List<String> chunk : touched.chunks(limits.tracesPerRead())) {
            folder.fold(chunk, touched);
        }
        folder.finish();
        Timestamp asOf = watermark.oldestWaiting(until).orElse(safe.at());
        watermark.advance(until, asOf);
        return new Cycle(folder.newSpans(), folder.traces(), folder.skipped(), more, asOf);
    }
}
