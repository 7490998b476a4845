package dev.andon.ingest.intake;

import dev.andon.ingest.partition.SpanPartitions;
import dev.andon.ingest.row.EncodedSpan;
import dev.andon.ingest.row.SpanBatch;
import dev.andon.ingest.row.TraceResource;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Stores groups of batches exactly once each: one transaction a group, {@code COPY} straight into the day's partition, and the
 * slower way through a stage when the group holds spans that are there already. A row that the database refuses is found by
 * halving and rejected alone.
 */
@ApplicationScoped
class SpanStore {
    private static final Logger LOG = Logger.getLogger(SpanStore.class);
    private static final int KNOWN_RESOURCES = 50_000;
    private static final Duration RECONNECT_PACE = Duration.ofMillis(200);

    private final AgroalDataSource dataSource;
    private final SpanPartitions partitions;
    private final IntakeConfig config;
    private final InstantSource clock;
    private final Set<Long> knownResources = ConcurrentHashMap.newKeySet();

    SpanStore(AgroalDataSource dataSource, SpanPartitions partitions, IntakeConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.partitions = partitions;
        this.config = config;
        this.clock = clock;
    }

    /** For one writer thread; connects when first needed and again after a failure. */
    Session open() {
        return new Session();
    }

    private List<TraceResource> missing(Collection<TraceResource> resources) {
        return resources.stream()
                .filter(resource -> !knownResources.contains(resource.id()))
                .toList();
    }

    /** After the commit only. Forgetting all now and then costs one statement each. */
    private void remember(List<TraceResource> committed) {
        if (knownResources.size() > KNOWN_RESOURCES) {
            knownResources.clear();
        }
        committed.forEach(resource -> knownResources.add(resource.id()));
    }

    /** A connection and the work on it. Used by one thread. */
    final class Session implements AutoCloseable {
        private Connection connection;

        /** An outcome for each batch, in order. Never throws: what cannot be stored now is to be tried later. */
        List<Outcome> store(List<SpanBatch> batches) {
            long deadline = clock.millis() + config.giveUpAfter().toMillis();
            while (true) {
                try {
                    // A new group for each try, so that what one try rejected does not count twice.
                    SpanGroup group = SpanGroup.of(batches);
                    storeAll(group.rows(), group);
                    return group.outcomes();
                } catch (SQLException failed) {
                    close();
                    if (clock.millis() >= deadline || Thread.currentThread().isInterrupted()) {
                        LOG.errorf(
                                "Giving up %d requests, clients shall retry: %s", batches.size(), failed.getMessage());
                        return allLater(batches, "The database does not answer.");
                    }
                    pause();
                } catch (RuntimeException | Error unexpected) {
                    // A writer that died of it would leave its clients, and all that come later, without an answer.
                    close();
                    LOG.errorf(unexpected, "Giving up %d requests, clients shall retry", batches.size());
                    return allLater(batches, "The spans could not be written.");
                }
            }
        }

        private List<Outcome> allLater(List<SpanBatch> batches, String reason) {
            return Collections.nCopies(batches.size(), new Outcome.TryLater(config.retryAfter(), reason));
        }

        /** All or, where the database refuses a row for its content, each half of them. */
        private void storeAll(List<EncodedSpan> rows, SpanGroup group) throws SQLException {
            if (rows.isEmpty()) {
                return;
            }
            try {
                List<TraceResource> missing = missing(group.resources());
                new Attempt(connection(), partitions, rows, missing).run();
                remember(missing);
            } catch (SQLException refused) {
                if (SqlState.of(refused) != SqlState.CONTENT) {
                    throw refused;
                }
                if (rows.size() == 1) {
                    group.reject(rows.get(0), firstLine(refused));
                    return;
                }
                int middle = rows.size() / 2;
                storeAll(rows.subList(0, middle), group);
                storeAll(rows.subList(middle, rows.size()), group);
            }
        }

        /** What follows tells of tables and rows, which is for nobody outside. */
        private static String firstLine(SQLException refused) {
            return String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
        }

        private Connection connection() throws SQLException {
            if (connection == null) {
                connection = dataSource.getConnection();
                connection.setAutoCommit(false);
            }
            return connection;
        }

        private void pause() {
            LockSupport.parkNanos(RECONNECT_PACE.toNanos());
        }

        /** What was not committed is undone: the pool would commit it as it takes the connection back. */
        @Override
        public void close() {
            if (connection != null) {
                try (Connection closing = connection) {
                    closing.rollback();
                } catch (SQLException lost) {
                    LOG.debugf("Closing a lost connection: %s", lost.getMessage());
                }
                connection = null;
            }
        }
    }
}
