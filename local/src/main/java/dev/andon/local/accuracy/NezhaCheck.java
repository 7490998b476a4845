package dev.andon.local.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Faults injected into two microservice systems (Nezha, FSE 2023, MIT): is the slowed service found, first, and nothing else? The window
 * of a fault is what its files hold from the injection on; the baseline is the system's fault-free minute.
 */
final class NezhaCheck {
    private static final int TOP = 3;

    private final Path folder;
    private final Map<String, Extent> extents = new HashMap<>();

    NezhaCheck(Path data, boolean quick) {
        folder = data.resolve(quick ? "nezha-rca-small" : "nezha-rca");
    }

    private record Extent(long firstNanos, long lastNanos) {
        Instant from() {
            return Instant.EPOCH.plus(firstNanos / 1000, ChronoUnit.MICROS);
        }

        Instant to() {
            return Instant.EPOCH.plus(lastNanos / 1000 + 1, ChronoUnit.MICROS);
        }
    }

    /** Sends every file that a label names, once. */
    void send(OtlpSender sender) throws IOException, InterruptedException {
        Set<String> files = new HashSet<>();
        for (JsonNode label : labels()) {
            label.get("trace_files").forEach(file -> files.add(file.asText()));
            files.add(label.get("normal_baseline").asText());
        }
        for (String file : files.stream().sorted().toList()) {
            sendFile(file, sender);
        }
        sender.flush();
    }

    void check(AnalyzerClient analyzer, Figures figures) throws IOException, InterruptedException {
        int faults = 0;
        int first = 0;
        int top = 0;
        int significant = 0;
        int codeFaults = 0;
        int flagged = 0;
        for (JsonNode label : labels()) {
            Extent window = window(label);
            if (window == null) {
                continue;
            }
            JsonNode rows = rows(
                    analyzer, window, extents.get(label.get("normal_baseline").asText()));
            int rank = rank(rows, label.get("root_cause_service").asText());
            if (label.get("latency_fault").asBoolean()) {
                faults++;
                first += rank == 1 ? 1 : 0;
                top += rank <= TOP ? 1 : 0;
                boolean found = rank <= rows.size()
                        && rows.get(rank - 1).get("significant").asBoolean();
                significant += found ? 1 : 0;
                if (rank != 1 || !found) {
                    figures.remark(label.get("case").asText() + " "
                            + label.get("fault_type").asText() + " in "
                            + label.get("root_cause_service").asText() + " has rank " + rank);
                }
            } else {
                codeFaults++;
                flagged += alarms(rows);
            }
        }
        figures.put("accuracy.nezha.latency_faults", faults, "");
        figures.put("accuracy.nezha.top1", (double) first / faults, ">= 0.95");
        figures.put("accuracy.nezha.top3", (double) top / faults, ">= 0.98");
        figures.put("accuracy.nezha.significant", (double) significant / faults, "");
        figures.put("accuracy.nezha.code_faults", codeFaults, "");
        figures.put("accuracy.nezha.code_faults_flagged", flagged, "0");
        quietMinutes(analyzer, figures);
    }

    /** Halves and quarters of the fault-free minutes against each other. */
    private void quietMinutes(AnalyzerClient analyzer, Figures figures) throws IOException, InterruptedException {
        int splits = 0;
        int alarms = 0;
        Set<String> minutes = new HashSet<>();
        for (JsonNode label : labels()) {
            minutes.add(label.get("normal_baseline").asText());
        }
        for (String minute : minutes) {
            Extent extent = extents.get(minute);
            for (int parts : new int[] {2, 4}) {
                long length = (extent.lastNanos() - extent.firstNanos() + 1000) / parts;
                for (int i = 0; i < parts * parts; i++) {
                    if (i / parts != i % parts) {
                        Extent window = part(extent, i / parts, length);
                        alarms += alarms(rows(analyzer, window, part(extent, i % parts, length)));
                        splits++;
                    }
                }
            }
        }
        figures.put("accuracy.nezha.fault_free_splits", splits, "");
        figures.put("accuracy.nezha.false_alarms", alarms, "0");
    }

    private static Extent part(Extent whole, int n, long length) {
        return new Extent(whole.firstNanos() + n * length, whole.firstNanos() + (n + 1) * length - 1000);
    }

    private static JsonNode rows(AnalyzerClient analyzer, Extent window, Extent baseline)
            throws IOException, InterruptedException {
        return analyzer.regressions(window.from(), window.to(), baseline.from(), baseline.to());
    }

    private static int rank(JsonNode rows, String service) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).get("dimension_key").asText().equals(service)) {
                return i + 1;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** One if anything is reported as slower. */
    private static int alarms(JsonNode rows) {
        return !rows.isEmpty() && rows.get(0).get("significant").asBoolean() ? 1 : 0;
    }

    private Extent window(JsonNode label) {
        long last = Long.MIN_VALUE;
        for (JsonNode file : label.get("trace_files")) {
            last = Math.max(last, extents.get(file.asText()).lastNanos());
        }
        long inject = label.get("inject_unix_nano").asLong();
        return last <= inject ? null : new Extent(inject, last);
    }

    private void sendFile(String file, OtlpSender sender) throws IOException, InterruptedException {
        List<String[]> rows = new ArrayList<>();
        Map<String, String> podOf = new HashMap<>();
        Map<String, Long> traceStart = new HashMap<>();
        for (String line : DataFiles.lines(folder.resolve(file))) {
            String[] row = line.split(",", -1);
            if (!"TraceID".equals(row[0])) {
                rows.add(row);
                podOf.put(row[0] + row[1], row[3]);
                traceStart.merge(row[0], Long.parseLong(row[5]), Math::min);
            }
        }
        Set<String> callers = new HashSet<>();
        for (String[] row : rows) {
            String parentPod = podOf.get(row[0] + row[2]);
            if (parentPod != null && !parentPod.equals(row[3])) {
                callers.add(row[0] + row[2]);
            }
        }
        for (String[] row : rows) {
            sender.add(span(row, podOf, callers));
        }
        extents.put(
                file,
                new Extent(
                        traceStart.values().stream()
                                .mapToLong(Long::longValue)
                                .min()
                                .orElse(0),
                        traceStart.values().stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0)));
    }

    private static SentSpan span(String[] row, Map<String, String> podOf, Set<String> callers) {
        String parentPod = podOf.get(row[0] + row[2]);
        boolean root = "root".equals(row[2]);
        boolean called = root || parentPod != null && !parentPod.equals(row[3]);
        int kind = called ? SentSpan.SERVER : callers.contains(row[0] + row[1]) ? SentSpan.CLIENT : SentSpan.INTERNAL;
        return new SentSpan(
                row[3].replaceFirst("-[^-]+-[^-]+$", ""),
                row[0],
                row[1],
                root ? null : row[2],
                row[4],
                kind,
                Long.parseLong(row[5]),
                Long.parseLong(row[7]) * 1000,
                Map.of());
    }

    private List<JsonNode> labels() throws IOException {
        return Files.isDirectory(folder) ? DataFiles.jsonLines(folder.resolve("labels.jsonl")) : List.of();
    }
}
