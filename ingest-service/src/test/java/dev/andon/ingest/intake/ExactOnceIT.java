package dev.andon.ingest.intake;

import static dev.andon.ingest.otlp.OtlpSpans.span;
import static dev.andon.ingest.otlp.OtlpSpans.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.ingest.otlp.OtlpSpans;
import dev.andon.ingest.row.EncodedSpan;
import dev.andon.ingest.row.SpanBatch;
import io.opentelemetry.proto.trace.v1.Span;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Each span is in the store once, whatever is sent again, at the same time, or while the database is in trouble. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class ExactOnceIT {
    private static final long DAY = 86_400_000_000_000L;

    @Inject
    SpanIntake intake;

    @Inject
    SpanStore store;

    TestDatabase database;

    @Test
    void the_same_spans_from_two_writers_at_once_are_stored_once() throws Exception {
        List<CompletableFuture<List<Outcome>>> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writers.add(CompletableFuture.supplyAsync(this::twentyBatches, Thread::startVirtualThread));
        }
        for (CompletableFuture<List<Outcome>> writer : writers) {
            assertThat(writer.get(60, TimeUnit.SECONDS)).hasSize(20).containsOnly(new Outcome.Stored(0, ""));
        }

        assertThat(database.number("SELECT count(*) FROM workflow_trace_log WHERE trace_id BETWEEN '" + traceId(100)
                        + "' AND '" + traceId(119) + "'"))
                .isEqualTo(20 * 50);
        assertThat(database.number("SELECT sum(span_count) FROM span_batches WHERE trace_ids && ARRAY(SELECT trace_id"
                        + " FROM workflow_trace_log WHERE trace_id BETWEEN '" + traceId(100) + "' AND '" + traceId(119)
                        + "')"))
                .isEqualTo(20 * 50);
    }

    private List<Outcome> twentyBatches() {
        List<Outcome> outcomes = new ArrayList<>();
        try (SpanStore.Session session = store.open()) {
            for (int round = 0; round < 20; round++) {
                outcomes.addAll(session.store(List.of(batch(100 + round, 50, OtlpSpans.NOON))));
            }
        }
        return outcomes;
    }

    @Test
    void of_spans_that_are_partly_there_the_others_are_stored_and_noted() throws Exception {
        accept(batch(150, 50, OtlpSpans.NOON));

        assertThat(accept(batch(spans(150, 80, OtlpSpans.NOON).subList(25, 80))))
                .isEqualTo(new Outcome.Stored(0, ""));

        assertThat(spansOf(150)).isEqualTo(80);
        assertThat(database.rows("SELECT span_count, duplicate_count FROM span_batches WHERE trace_ids @> ARRAY['"
                        + traceId(150) + "'] ORDER BY span_count DESC"))
                .containsExactly(List.of("50", "0"), List.of("30", "25"));
    }

    @Test
    void a_partition_made_late_takes_the_rows_along_and_keeps_the_key() throws Exception {
        long start = OtlpSpans.NOON - 300 * DAY;
        Outcome first = accept(batch(200, 10, start));
        String before = partitionOf(200);
        database.execute("SELECT ensure_span_partitions(d, d) FROM (SELECT (created_at AT TIME ZONE 'UTC')::date d"
                + " FROM workflow_trace_log WHERE trace_id = '" + traceId(200) + "' LIMIT 1) day");

        Outcome again = accept(batch(200, 12, start));

        assertThat(first).isEqualTo(new Outcome.Stored(0, ""));
        assertThat(again).isEqualTo(new Outcome.Stored(0, ""));
        assertThat(before).isEqualTo("workflow_trace_log_default");
        assertThat(partitionOf(200)).isEqualTo("workflow_trace_log_20250505");
        assertThat(spansOf(200)).isEqualTo(12);
    }

    @Test
    void a_reader_who_takes_hours_holds_up_no_span_of_a_day_without_partition() throws Exception {
        long start = Instant.now().toEpochMilli() * 1_000_000 - 40 * DAY;
        try (Connection reader = database.connect()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("LOCK TABLE workflow_trace_log_default IN ACCESS SHARE MODE");

            assertThat(accept(batch(260, 2, start))).isEqualTo(new Outcome.Stored(0, ""));
            assertThat(partitionOf(260)).isEqualTo("workflow_trace_log_default");
        }

        assertThat(accept(batch(261, 2, start))).isEqualTo(new Outcome.Stored(0, ""));
        assertThat(partitionOf(260)).isEqualTo(partitionOf(261)).isNotEqualTo("workflow_trace_log_default");
    }

    @Test
    void a_partition_dropped_meanwhile_is_made_again() throws Exception {
        long start = Instant.now().toEpochMilli() * 1_000_000 - 5 * DAY;
        accept(batch(250, 3, start));
        database.execute("DROP TABLE " + partitionOf(250));

        Outcome again = accept(batch(250, 3, start));

        assertThat(again).isEqualTo(new Outcome.Stored(0, ""));
        assertThat(spansOf(250)).isEqualTo(3);
    }

    @Test
    void a_connection_killed_under_way_loses_and_doubles_nothing() throws Exception {
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            answers.add(intake.accept(batch(300 + i, 100, OtlpSpans.NOON)).toCompletableFuture());
            if (i % 10 == 5) {
                database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query ILIKE '%COPY%'");
            }
        }
        for (CompletableFuture<Outcome> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(new Outcome.Stored(0, ""));
        }

        assertThat(database.number("SELECT count(*) FROM workflow_trace_log WHERE trace_id BETWEEN '" + traceId(300)
                        + "' AND '" + traceId(359) + "'"))
                .isEqualTo(60 * 100);
    }

    @Test
    void a_row_that_the_database_refuses_is_rejected_alone() throws Exception {
        database.execute(
                "ALTER TABLE workflow_trace_log_default ADD CONSTRAINT no_evil CHECK (span_name <> 'evil') NOT VALID");
        long start = OtlpSpans.NOON - 400 * DAY;
        List<Span> spans = new ArrayList<>(spans(400, 20, start));
        spans.set(7, spans.get(7).toBuilder().setName("evil").build());

        Outcome outcome = accept(batch(spans));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Stored.class, stored -> {
            assertThat(stored.rejected()).isEqualTo(1);
            assertThat(stored.reason()).contains("0000000000000008", "no_evil").doesNotContain("Failing row", "COPY");
        });
        assertThat(spansOf(400)).isEqualTo(19);
    }

    @Test
    void a_batch_that_cannot_be_written_costs_no_writer_and_leaves_nothing() throws Exception {
        SpanBatch good = batch(500, 3, OtlpSpans.NOON);
        EncodedSpan outOfBounds = new EncodedSpan(
                -1, -1, 1, OtlpSpans.NOON / 1000, good.spans().get(0).buffer(), Integer.MAX_VALUE - 10, 10);
        List<EncodedSpan> spans = new ArrayList<>(good.spans());
        spans.add(outOfBounds);

        for (int i = 0; i < 4; i++) {
            assertThat(accept(new SpanBatch(spans, good.resources(), 1))).isInstanceOf(Outcome.TryLater.class);
        }

        assertThat(spansOf(500)).isZero();
        assertThat(accept(good)).isEqualTo(new Outcome.Stored(0, ""));
        assertThat(spansOf(500)).isEqualTo(3);
        assertThat(intake.spansWaiting()).isZero();
    }

    private Outcome accept(SpanBatch batch) throws Exception {
        return intake.accept(batch).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static SpanBatch batch(long trace, int count, long start) {
        return batch(spans(trace, count, start));
    }

    private static SpanBatch batch(List<Span> spans) {
        return OtlpSpans.batch(spans);
    }

    private static List<Span> spans(long trace, int count, long start) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(id -> span(trace, id)
                        .setStartTimeUnixNano(start)
                        .setEndTimeUnixNano(start + id)
                        .build())
                .toList();
    }

    private long spansOf(long trace) {
        return database.number("SELECT count(*) FROM workflow_trace_log WHERE trace_id = '" + traceId(trace) + "'");
    }

    private String partitionOf(long trace) {
        return database.text(
                "SELECT tableoid::regclass FROM workflow_trace_log WHERE trace_id = '" + traceId(trace) + "' LIMIT 1");
    }
}
