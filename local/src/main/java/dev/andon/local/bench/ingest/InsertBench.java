package dev.andon.local.bench.ingest;

import dev.andon.common.schema.Migrations;
import dev.andon.local.bench.Bench;
import dev.andon.local.bench.BenchRun;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ways to write the same spans: statements, sizes of a transaction, sets of indexes, types of columns, each against the way the
 * service writes (binary COPY of sorted rows into the day's table with all indexes). One connection; rounds alternate; each way counts
 * with its best round, since whatever else the machine does can only slow one down.
 */
public final class InsertBench implements Bench {
    @Override
    public String name() {
        return "insert";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        int spans = run.quick() ? 16_000 : 160_000;
        int rounds = run.quick() ? 1 : 5;
        Path scratch = Files.createTempDirectory("andon-bench");
        try (EmbeddedPostgres server = IngestBench.server()) {
            Migrations.migrate(server.getJdbcUrl("postgres", "postgres"), "postgres", null);
            String source = store(server, spans, scratch);
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    UnnestWriter unnest = UnnestWriter.connect(server.getPort())) {
                compare(run, connection, new InsertWays(connection, source).all(unnest), spans, rounds);
            }
        }
    }

    /** Lets the service store them; returns the table that holds them, in the order of its writes. */
    private static String store(EmbeddedPostgres server, int spans, Path scratch) throws Exception {
        Instant day = InstantSource.system().instant().truncatedTo(ChronoUnit.DAYS);
        try (BenchServer ingest = BenchServer.ingest(server.getPort(), scratch)) {
            SpanLoad load = new SpanLoad(1, day.toEpochMilli() * 1_000_000L, true);
            new HttpLoad(ingest.port(), "/v1/traces", "application/x-protobuf")
                    .post(load.requests(spans, false).otlp(), 16);
        }
        return "workflow_trace_log_"
                + DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.ofInstant(day, ZoneOffset.UTC));
    }

    private static void compare(BenchRun run, Connection connection, List<InsertWay> ways, int spans, int rounds)
            throws Exception {
        Map<String, InsertWay.Taken> best = new LinkedHashMap<>();
        connection.setAutoCommit(false);
        for (int round = 0; round <= rounds; round++) {
            run.progress("round %d of %d", round, rounds);
            for (InsertWay way : ways) {
                InsertWay.Taken taken = way.run(connection);
                // Round 0 warms up.
                if (round > 0) {
                    best.merge(way.key(), taken, InsertWay.Taken::best);
                }
            }
        }
        InsertWay.Taken first = best.get(ways.get(0).key());
        run.figure("insert.copy.us_per_span", first.nanos() / 1e3 / spans, "µs", "");
        best.forEach((key, taken) -> {
            run.figure("insert." + key + ".time", (double) taken.nanos() / first.nanos(), "×", "");
            run.figure("insert." + key + ".server_cpu", (double) taken.serverCpu() / first.serverCpu(), "×", "");
            run.figure("insert." + key + ".bytes_per_span", (double) taken.bytes() / spans, "bytes", "");
        });
    }
}
