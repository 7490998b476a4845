package dev.andon.analyzer.regression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.analyzer.rollup.CallKey;
import dev.andon.analyzer.rollup.RollupDelta;
import dev.andon.analyzer.rollup.TraceContributions;
import dev.andon.common.histogram.LogHistogram;
import dev.andon.common.trace.NezhaSpans;
import dev.andon.common.trace.SharedData;
import dev.andon.common.trace.TraceSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The ranking alone, on faults that others injected and labelled; the fold and the command are tested elsewhere. */
final class NezhaRankingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path folder = SharedData.folder("nezha-rca");

    @Test
    void latency_faults_come_first_code_faults_and_quiet_minutes_raise_no_alarm() throws IOException {
        Map<String, Map<CallKey, LogHistogram>> baselines = new HashMap<>();
        int latency = 0;
        int first = 0;
        int third = 0;
        int found = 0;
        int codeFaultsFlagged = 0;
        List<String> misses = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("labels.jsonl"))) {
            JsonNode label = JSON.readTree(line);
            long injectUs = label.get("inject_unix_nano").asLong() / 1000;
            List<List<TraceSpan>> traces = new ArrayList<>();
            label.get("trace_files")
                    .forEach(file -> traces.addAll(
                            NezhaSpans.traces(folder.resolve(file.asText())).values()));
            if (traces.isEmpty()) {
                continue;
            }
            Map<CallKey, LogHistogram> before = baselines.computeIfAbsent(
                    label.get("normal_baseline").asText(),
                    file -> calls(NezhaSpans.traces(folder.resolve(file)).values(), trace -> true));
            Map<CallKey, LogHistogram> after = calls(traces, trace -> start(trace) >= injectUs);
            List<Regression> rows = ServiceRanking.rank(before, after);
            String service = label.get("root_cause_service").asText();
            int rank = rows.stream().map(Regression::dimensionKey).toList().indexOf(service);
            boolean flagged = rank >= 0 && rows.get(rank).significant();
            if (label.get("latency_fault").asBoolean()) {
                latency++;
                first += rank == 0 ? 1 : 0;
                third += rank >= 0 && rank < 3 ? 1 : 0;
                found += flagged ? 1 : 0;
                if (rank != 0 || !flagged) {
                    misses.add(label.get("case").asText() + " " + service + " " + label.get("fault_type") + " rank "
                            + rank + " first "
                            + (rows.isEmpty() ? "" : rows.get(0).explanation()));
                }
            } else if (rows.stream().anyMatch(Regression::significant)) {
                codeFaultsFlagged++;
                misses.add(label.get("case").asText() + " code fault: "
                        + rows.get(0).explanation());
            }
        }
        System.out.printf(
                "Nezha: %d latency faults, %d first, %d in the first three, %d significant; %d code faults flagged%n",
                latency, first, third, found, codeFaultsFlagged);
        misses.forEach(System.out::println);
        assertThat(first).isGreaterThanOrEqualTo((int) Math.ceil(latency * 0.95));
        assertThat(third).isGreaterThanOrEqualTo((int) Math.ceil(latency * 0.98));
        assertThat(codeFaultsFlagged).isZero();
    }

    @Test
    void halves_of_a_quiet_minute_raise_no_alarm() {
        Random random = new Random(1);
        List<String> alarms = new ArrayList<>();
        for (Path file : SharedData.files(folder.resolve("normal"), ".csv.gz")) {
            List<List<TraceSpan>> traces =
                    new ArrayList<>(NezhaSpans.traces(file).values());
            for (int round = 0; round < 60; round++) {
                Map<String, Boolean> half = new HashMap<>();
                traces.forEach(trace -> half.put(trace.get(0).traceId(), random.nextBoolean()));
                List<Regression> rows = ServiceRanking.rank(
                        calls(traces, trace -> half.get(trace.get(0).traceId())),
                        calls(traces, trace -> !half.get(trace.get(0).traceId())));
                rows.stream().filter(Regression::significant).forEach(row -> alarms.add(row.explanation()));
            }
        }
        assertThat(alarms).isEmpty();
    }

    private static Map<CallKey, LogHistogram> calls(
            Iterable<List<TraceSpan>> traces, Predicate<List<TraceSpan>> wanted) {
        RollupDelta delta = new RollupDelta();
        for (List<TraceSpan> trace : traces) {
            if (wanted.test(trace)) {
                delta.add(TraceContributions.of(trace));
            }
        }
        Map<CallKey, LogHistogram> calls = new HashMap<>();
        delta.calls()
                .forEach((key, tally) -> calls.merge(key.anyHour(), tally.selfTimes(), (left, right) -> {
                    left.merge(right);
                    return left;
                }));
        return calls;
    }

    private static long start(List<TraceSpan> trace) {
        return trace.stream().mapToLong(TraceSpan::startUs).min().orElseThrow();
    }
}
