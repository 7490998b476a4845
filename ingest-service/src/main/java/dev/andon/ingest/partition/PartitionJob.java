package dev.andon.ingest.partition;

import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/** Makes the days ahead, at start and hourly. Safe on many replicas: the function makes what is missing, one caller at a time. */
@ApplicationScoped
public class PartitionJob {
    private static final Logger LOG = Logger.getLogger(PartitionJob.class);

    private final AgroalDataSource dataSource;
    private final SpanPartitions partitions;

    PartitionJob(AgroalDataSource dataSource, SpanPartitions partitions) {
        this.dataSource = dataSource;
        this.partitions = partitions;
    }

    /** Nothing is lost where the database is away: a day is also made when a span first needs it. */
    @Scheduled(identity = "partitions", every = "1h", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        try {
            LOG.debugf("Made %d partitions", runOnce());
        } catch (SQLException failed) {
            LOG.warnf("Partitions ahead not made, next try in an hour or with the first span: %s", failed.getMessage());
        }
    }

    /** Returns how many days were missing. */
    int runOnce() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return partitions.makeAhead(connection);
        }
    }
}
