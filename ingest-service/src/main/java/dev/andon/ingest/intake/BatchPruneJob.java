package dev.andon.ingest.intake;

import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/**
 * Deletes the rows of {@code span_batches} that the analyzer has folded, that every follower has passed and that are older than a day.
 * Safe on many replicas.
 */
@ApplicationScoped
public class BatchPruneJob {
    private static final Logger LOG = Logger.getLogger(BatchPruneJob.class);
    private static final Duration KEEP = Duration.ofDays(1);

    // What came in after the watermark was set and yet lies below it was not folded: it shows that the database was
    // restored.
    private static final String PRUNE = """
            DELETE FROM span_batches
             USING rollup_watermarks
             WHERE rollup_watermarks.name = 'spans'
               AND span_batches.xid < rollup_watermarks.folded_xid
               AND span_batches.received_at < rollup_watermarks.updated_at
               AND span_batches.received_at < ?
               AND NOT EXISTS (SELECT FROM span_followers WHERE followed_xid <= span_batches.xid)
            """;

    private final AgroalDataSource dataSource;
    private final InstantSource clock;

    BatchPruneJob(AgroalDataSource dataSource, InstantSource clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    @Scheduled(identity = "prune-batches", every = "1h", delayed = "5m", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        try {
            LOG.debugf("Pruned %d batches", runOnce());
        } catch (SQLException failed) {
            LOG.warnf("Folded batches not pruned, next try in an hour: %s", failed.getMessage());
        }
    }

    /** Returns how many rows went. */
    int runOnce() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prune = connection.prepareStatement(PRUNE)) {
            prune.setObject(1, clock.instant().minus(KEEP).atOffset(ZoneOffset.UTC));
            return prune.executeUpdate();
        }
    }
}
