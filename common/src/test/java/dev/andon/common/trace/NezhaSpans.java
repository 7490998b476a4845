package dev.andon.common.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads Nezha's trace files into spans as its data page says: the service is the pod without its two hashes. */
public final class NezhaSpans {
    private NezhaSpans() {}

    /** Traces by id, of one file. */
    public static Map<String, List<TraceSpan>> traces(Path file) {
        Map<String, List<String[]>> rows = new LinkedHashMap<>();
        for (String line : SharedData.gzipLines(file)) {
            String[] row = line.split(",", -1);
            if (!"TraceID".equals(row[0])) {
                rows.computeIfAbsent(row[0], id -> new ArrayList<>()).add(row);
            }
        }
        Map<String, List<TraceSpan>> traces = new LinkedHashMap<>();
        rows.forEach((id, trace) -> traces.put(id, spans(trace)));
        return traces;
    }

    private static List<TraceSpan> spans(List<String[]> trace) {
        Map<String, String> podOf = new HashMap<>();
        trace.forEach(row -> podOf.put(row[1], row[3]));
        Map<String, Boolean> calls = new HashMap<>();
        for (String[] row : trace) {
            if (!row[3].equals(podOf.getOrDefault(row[2], row[3]))) {
                calls.put(row[2], true);
            }
        }
        List<TraceSpan> spans = new ArrayList<>();
        for (String[] row : trace) {
            boolean root = "root".equals(row[2]);
            boolean called = root || !row[3].equals(podOf.getOrDefault(row[2], row[3]));
            String kind = called ? "SERVER" : calls.containsKey(row[1]) ? "CLIENT" : "INTERNAL";
            spans.add(new TraceSpan(
                    row[0],
                    row[1],
                    root ? null : row[2],
                    Long.parseLong(row[5]) / 1000,
                    Long.parseLong(row[7]),
                    row[3].replaceFirst("-[^-]+-[^-]+$", ""),
                    row[4],
                    kind,
                    "span",
                    false,
                    SpanDimensions.NONE));
        }
        return spans;
    }
}
