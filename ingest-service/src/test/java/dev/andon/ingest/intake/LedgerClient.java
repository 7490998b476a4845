package dev.andon.ingest.intake;

import static dev.andon.ingest.otlp.OtlpSpans.span;

import dev.andon.ingest.otlp.OtlpSpans;
import dev.andon.ingest.partition.PartitionConfig;
import dev.andon.ingest.partition.SpanPartitions;
import dev.andon.ingest.row.SpanBatch;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * A process with the real intake and a client that writes a ledger: batch number so and so was acknowledged. Sends the batches from
 * 0 on, always the same; a batch that is to come later is sent again. Meant to be killed.
 */
public final class LedgerClient {
    static final int SPANS_A_BATCH = 40;
    private static final int UNDER_WAY = 8;
    private static final int PATIENCE = 40;
    private static final AtomicInteger LATER = new AtomicInteger();

    private LedgerClient() {}

    /** Arguments: JDBC URL, number of batches. */
    public static void main(String... args) throws Exception {
        SpanIntake intake = intake(args[0]);
        int batches = Integer.parseInt(args[1]);
        Semaphore underWay = new Semaphore(UNDER_WAY);
        for (int i = 0; i < batches; i++) {
            underWay.acquire();
            send(intake, i, underWay);
        }
        underWay.acquire(UNDER_WAY);
        System.exit(0);
    }

    private static void send(SpanIntake intake, int number, Semaphore underWay) {
        intake.accept(batch(number)).thenAccept(outcome -> {
            if (outcome instanceof Outcome.Stored) {
                System.out.println(number);
                underWay.release();
            } else if (LATER.incrementAndGet() > PATIENCE) {
                System.exit(3);
            } else {
                send(intake, number, underWay);
            }
        });
    }

    static SpanBatch batch(int number) {
        return OtlpSpans.batch(LongStream.rangeClosed(1, SPANS_A_BATCH)
                .mapToObj(id -> span(number, id)
                        .setStartTimeUnixNano(OtlpSpans.NOON + number)
                        .setEndTimeUnixNano(OtlpSpans.NOON + number + id)
                        .build())
                .toList());
    }

    /** The real intake on a database, as the service has it. */
    public static SpanIntake intake(String url) throws SQLException {
        AgroalDataSource dataSource = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(4)
                        // As the service is set.
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .validateOnBorrow(true)
                        .connectionValidator(ConnectionValidator.defaultValidator())
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(
                                        url + "?options=-c%20role=andon_ingest%20-c%20synchronous_commit=on")
                                .principal(new NamePrincipal("postgres")))));
        Clock clock = Clock.systemUTC();
        IntakeConfig config = new Config();
        SpanPartitions partitions = new SpanPartitions(new Days(), clock);
        SpanIntake intake = new SpanIntake(
                config,
                new SpanStore(dataSource, partitions, config, clock),
                new IntakeMetrics(new SimpleMeterRegistry()));
        intake.start(new StartupEvent());
        return intake;
    }

    private record Days() implements PartitionConfig {
        @Override
        public int daysAhead() {
            return 3;
        }

        @Override
        public int daysBack() {
            return 3650;
        }
    }

    private record Config() implements IntakeConfig {
        @Override
        public int writers() {
            return 2;
        }

        @Override
        public int maxSpans() {
            return 10_000;
        }

        @Override
        public MemorySize maxBytes() {
            return new MemorySize(BigInteger.valueOf(64 << 20));
        }

        @Override
        public int groupSpans() {
            return 400;
        }

        @Override
        public Duration retryAfter() {
            return Duration.ofMillis(100);
        }

        @Override
        public Duration giveUpAfter() {
            return Duration.ofSeconds(20);
        }
    }
}
