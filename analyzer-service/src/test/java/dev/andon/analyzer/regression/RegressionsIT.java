package dev.andon.analyzer.regression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.analyzer.fold.SpanStore;
import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.common.trace.NezhaSpans;
import dev.andon.common.trace.SharedData;
import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "quarkus.scheduler.enabled", value = "false"))
class RegressionsIT {
    private static final Instant HOUR = Instant.parse("2026-03-02T10:00:00Z");

    @Inject
    Commands commands;

    @Inject
    ObjectMapper json;

    TestDatabase database;

    @BeforeEach
    void clean() {
        database.execute("""
                TRUNCATE workflow_trace_log, span_batches, trace_summaries, trace_rollups, dimension_rollups, call_rollups, rollup_watermarks
                """);
    }

    @Test
    void a_tool_that_became_slower_is_found_over_whole_hours_and_over_parts_of_one() throws Exception {
        storeHour(HOUR, 50_000);
        storeHour(HOUR.plusSeconds(3600), 400_000);
        CommandRun.of(commands, "rollup", "fold").done();

        JsonNode hours = rows("--window", period(3600, 7200), "--baseline", period(0, 3600), "--by", "tool");
        JsonNode minutes = rows("--window", period(3700, 7000), "--baseline", period(100, 3400), "--by", "tool");
        JsonNode mixed = rows("--window", period(3500, 7200), "--baseline", period(0, 3500), "--by", "tool");

        for (JsonNode rows : List.of(hours, minutes, mixed)) {
            assertThat(rows.get(0).get("dimension_key").asText()).isEqualTo("search");
            assertThat(rows.get(0).get("significant").asBoolean()).isTrue();
            assertThat(rows.get(0).get("self_ms_before").asDouble()).isBetween(40.0, 60.0);
            assertThat(rows.get(1).get("dimension_key").asText()).isEqualTo("read");
            assertThat(rows.get(1).get("significant").asBoolean()).isFalse();
        }
        assertThat(hours.get(0).get("samples_after").asLong()).isEqualTo(120);
        assertThat(mixed.get(0).get("samples_before").asLong()).isEqualTo(117);
    }

    @Test
    void the_phase_around_the_tool_is_found_too_and_the_text_names_it() throws Exception {
        storeHour(HOUR, 50_000);
        storeHour(HOUR.plusSeconds(3600), 400_000);
        CommandRun.of(commands, "rollup", "fold").done();

        CommandRun run = CommandRun.of(
                        commands,
                        "regressions",
                        "--window",
                        period(3600, 7200),
                        "--baseline",
                        period(0, 3600),
                        "--by",
                        "phase")
                .done();

        assertThat(run.out())
                .contains("1 of 1 became at least twice as slow", "SLOW EXEC", "phase EXEC takes at least");
    }

    @Test
    void wrong_periods_are_wrong_usage_and_empty_ones_say_so() {
        CommandRun reversed =
                CommandRun.of(commands, "regressions", "--window", period(60, 0), "--baseline", period(0, 60));
        CommandRun unzoned = CommandRun.of(
                commands,
                "regressions",
                "--window",
                "2026-03-01T00:00:00/2026-03-01T01:00:00",
                "--baseline",
                period(0, 60));
        CommandRun unknown = CommandRun.of(
                commands, "regressions", "--window", period(0, 60), "--baseline", period(0, 60), "--by", "colour");
        CommandRun empty = CommandRun.of(
                commands, "regressions", "--window", period(0, 60), "--baseline", period(0, 60), "--output", "json");

        assertThat(reversed.exitCode()).isEqualTo(2);
        assertThat(reversed.err()).contains("FROM must be before TO");
        assertThat(unzoned.exitCode()).isEqualTo(2);
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(empty.exitCode()).isZero();
        assertThat(empty.out().strip()).isEqualTo("[]");
        assertThat(empty.err()).contains("starts in the baseline");
    }

    @Test
    void a_labelled_fault_is_found_through_store_fold_and_command() throws Exception {
        Path folder = SharedData.folder("nezha-rca-small");
        SpanStore.store(database, all(NezhaSpans.traces(folder.resolve("normal/2022-08-23_17_00_trace.csv.gz"))));
        for (String line : Files.readAllLines(folder.resolve("labels.jsonl"))) {
            JsonNode label = json.readTree(line);
            if ("OnlineBoutique".equals(label.get("system").asText())) {
                Path file = folder.resolve("cases")
                        .resolve(label.get("case").asText().replace(":", "") + ".csv.gz");
                SpanStore.store(database, all(NezhaSpans.traces(file)));
            }
        }
        CommandRun.of(commands, "rollup", "fold").done();

        int checked = 0;
        int unsure = 0;
        for (String line : Files.readAllLines(folder.resolve("labels.jsonl"))) {
            JsonNode label = json.readTree(line);
            if (!"OnlineBoutique".equals(label.get("system").asText())) {
                continue;
            }
            Instant inject = Instant.parse(label.get("inject_time_utc").asText());
            JsonNode rows = rows(
                    "--window",
                    inject + "/" + inject.plusSeconds(180),
                    "--baseline",
                    "2022-08-23T16:55:00Z/2022-08-23T17:05:00Z");
            boolean flagged = rows.get(0).get("significant").asBoolean();
            if (label.get("latency_fault").asBoolean()) {
                String service = label.get("root_cause_service").asText();
                // The sampled copy has fewer than four calls of some: they come first, and are no finding.
                unsure += flagged ? 0 : 1;
                assertThat(rows.get(0).get("dimension_key").asText()).isEqualTo(service);
            } else {
                assertThat(flagged).as(line).isFalse();
            }
            checked++;
        }
        assertThat(checked).isGreaterThanOrEqualTo(5);
        assertThat(unsure).isLessThanOrEqualTo(1);
    }

    private JsonNode rows(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("regressions", "--output", "json"));
        all.addAll(List.of(arguments));
        return json.readTree(
                CommandRun.of(commands, all.toArray(String[]::new)).done().out());
    }

    private static List<TraceSpan> all(Map<String, List<TraceSpan>> traces) {
        return traces.values().stream().flatMap(List::stream).toList();
    }

    private static String period(long fromSeconds, long toSeconds) {
        return HOUR.plusSeconds(fromSeconds) + "/" + HOUR.plusSeconds(toSeconds);
    }

    /** A trace each 30 s: a phase that searches and reads one after the other. */
    private void storeHour(Instant hour, long searchUs) {
        Random random = new Random(5);
        List<TraceSpan> spans = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String trace = "%032x".formatted(hour.getEpochSecond() + i);
            long start = (hour.getEpochSecond() + i * 30L) * 1_000_000;
            long search = searchUs + random.nextInt(1_000);
            spans.add(span(trace, "1", null, start, search + 40_000, "phase", "EXEC"));
            spans.add(span(trace, "2", "1", start + 5_000, search, "tool", "search"));
            spans.add(span(trace, "3", "1", start + 5_000 + search, 20_000 + random.nextInt(1_000), "tool", "read"));
        }
        SpanStore.store(database, spans);
    }

    private static TraceSpan span(
            String trace, String id, String parent, long startUs, long durationUs, String type, String key) {
        boolean phase = "phase".equals(type);
        SpanDimensions dimensions =
                new SpanDimensions(phase ? key : null, null, null, null, null, phase ? null : key, null);
        return new TraceSpan(trace, id, parent, startUs, durationUs, "agent", key, "INTERNAL", type, false, dimensions);
    }
}
