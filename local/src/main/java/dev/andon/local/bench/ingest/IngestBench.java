package dev.andon.local.bench.ingest;

import dev.andon.common.schema.Migrations;
import dev.andon.local.bench.Bench;
import dev.andon.local.bench.BenchRun;
import dev.andon.local.home.Checkout;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ingest as a client sees it: OTLP/HTTP requests of 200 spans, answered when they are committed and de-duplicated, with all indexes,
 * on a PostgreSQL with fsync on. Yardsticks in the same run: raw binary COPY of the same rows into the same table, and Zipkin's
 * in-memory server on the same spans. Rounds alternate; the median of the ratios counts.
 */
public final class IngestBench implements Bench {
    private static final int CONNECTIONS = 16;
    private static final String PROTOBUF = "application/x-protobuf";

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        int spans = run.quick() ? 40_000 : 400_000;
        int rounds = run.quick() ? 1 : 5;
        Path scratch = Files.createTempDirectory("andon-bench");
        try (EmbeddedPostgres server = server()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            Migrations.migrate(url, "postgres", null);
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    BenchServer ingest = BenchServer.ingest(server.getPort(), scratch)) {
                Rounds all = new Rounds(run, new CopyYardstick(connection), ingest, scratch, spans);
                all.warmUp();
                for (int round = 1; round <= rounds; round++) {
                    all.round(round);
                }
                all.bytesPerSpan();
                zipkin(run, all.requests(0), spans, scratch)
                        .ifPresent(rate -> run.figure("ingest.ratio_to_zipkin", all.medianRate() / rate, "×", "≥ 1.0"));
                all.record();
            }
        }
    }

    static EmbeddedPostgres server() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("checkpoint_timeout", "15min")
                .start();
    }

    /** Spans a second of Zipkin, after the same warm-up; empty where it cannot be had. */
    private static Optional<Double> zipkin(BenchRun run, SpanLoad.Requests requests, int spans, Path scratch)
            throws IOException, InterruptedException {
        Optional<Path> jar = BenchServer.zipkinJar(Checkout.root());
        if (jar.isEmpty()) {
            run.progress("Zipkin's server cannot be downloaded; without it there is no ingest.ratio_to_zipkin");
            return Optional.empty();
        }
        try (BenchServer zipkin = BenchServer.zipkin(jar.get(), scratch.resolve("zipkin.log"), 4 * spans)) {
            HttpLoad load = new HttpLoad(zipkin.port(), "/api/v2/spans", "application/json");
            load.post(requests.zipkin(), CONNECTIONS);
            List<Double> rates = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                rates.add(requests.spans() * 1e9 / load.post(requests.zipkin(), CONNECTIONS));
            }
            double rate = Rounds.median(rates);
            run.progress("Zipkin in memory: %,.0f spans/s", rate);
            return Optional.of(rate);
        }
    }

    /** The contest between ingest and COPY. */
    private static final class Rounds {
        private final BenchRun run;
        private final CopyYardstick copy;
        private final BenchServer ingest;
        private final Path scratch;
        private final int spans;
        private final List<Double> ratios = new ArrayList<>();
        private final List<Double> rates = new ArrayList<>();
        private final List<Double> cpuRatios = new ArrayList<>();
        private final List<Double> cpus = new ArrayList<>();
        private final Instant start = InstantSource.system().instant().truncatedTo(ChronoUnit.DAYS);
        private final String table;

        Rounds(BenchRun run, CopyYardstick copy, BenchServer ingest, Path scratch, int spans) {
            this.run = run;
            this.copy = copy;
            this.ingest = ingest;
            this.scratch = scratch;
            this.spans = spans;
            this.table = "workflow_trace_log_"
                    + DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.ofInstant(start, ZoneOffset.UTC));
        }

        SpanLoad.Requests requests(int round) {
            return new SpanLoad(round, start.toEpochMilli() * 1_000_000L, true).requests(spans, round == 0);
        }

        void warmUp() throws Exception {
            load().post(requests(100).otlp(), CONNECTIONS);
        }

        private HttpLoad load() {
            return new HttpLoad(ingest.port(), "/v1/traces", PROTOBUF);
        }

        void round(int round) throws Exception {
            SpanLoad.Requests requests = requests(round);
            copy.empty(table);
            CpuTimes work = CpuTimes.start(copy.connection(), ingest.pid());
            long ingested = load().post(requests.otlp(), CONNECTIONS);
            long cpu = work.service() + work.load() + work.database();
            run.progress(
                    "round %d: µs of processor a span: service %.1f, PostgreSQL %.1f, load %.1f",
                    round,
                    work.service() / 1e3 / requests.spans(),
                    work.database() / 1e3 / requests.spans(),
                    work.load() / 1e3 / requests.spans());
            copy.execute("CHECKPOINT");
            CopyYardstick.Run raw = copy.run(table, scratch.resolve("rows"));
            long copied = raw.nanos();
            cpuRatios.add((double) raw.databaseCpu() / cpu);
            cpus.add(cpu / 1e3 / requests.spans());
            double rate = requests.spans() * 1e9 / ingested;
            rates.add(rate);
            ratios.add((double) copied / ingested);
            run.progress(
                    "round %d: ingest %,.0f spans/s, COPY %,.0f rows/s", round, rate, requests.spans() * 1e9 / copied);
        }

        /** Spans without attributes, so that only what every span has is counted. */
        void bytesPerSpan() throws Exception {
            copy.empty(table);
            SpanLoad bare = new SpanLoad(7, start.toEpochMilli() * 1_000_000L, false);
            SpanLoad.Requests requests = bare.requests(spans, false);
            load().post(requests.otlp(), CONNECTIONS);
            run.figure("ingest.bytes_per_span", (double) copy.size(table) / requests.spans(), "bytes", "≤ 300");
        }

        double medianRate() {
            return median(rates);
        }

        void record() {
            run.figure("ingest.ratio_to_copy", median(ratios), "×", "≥ 0.7");
            run.figure("ingest.spans_per_second", medianRate(), "spans/s", "");
            run.figure("ingest.cpu_us_per_span", median(cpus), "µs", "");
            run.figure("ingest.cpu_ratio_to_copy", median(cpuRatios), "×", "");
        }

        static double median(List<Double> values) {
            return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
        }
    }
}
