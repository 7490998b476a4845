package dev.andon.local.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.andon.common.trace.CriticalPath;
import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import dev.andon.common.trace.TraceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Critical paths against Uber's CRISP: its own cases, from the rollups of an hour of their own each; and its results on real traces
 * (which {@link NezhaCheck} sends), from the stored spans.
 */
final class CrispCheck {
    private static final String OPERATIONS = """
            SELECT dimension_key, self_us
              FROM dimension_rollups
             WHERE bucket_start = ?
               AND dimension_type = 'operation'
               AND self_us > 0
            """;
    private static final String SPANS = """
            SELECT span_id, parent_span_id, created_at, duration_ms, service_name, span_name, span_kind
              FROM workflow_trace_log
             WHERE trace_id = ?
            """;
    private static final Instant FIRST_HOUR = Instant.parse("2020-01-01T00:00:00Z");
    private static final long FIRST_TRACE = 0xC0_0000L;

    private final Path cases;
    private final Path references;

    CrispCheck(Path data) {
        cases = data.resolve("crisp-critical-path");
        references = data.resolve("nezha-rca-small/crisp-reference.jsonl.gz");
    }

    void send(OtlpSender sender) throws IOException, InterruptedException {
        int number = 0;
        for (Path file : DataFiles.under(cases, ".json")) {
            sendCase(DataFiles.json(file).get("data").get(0), number++, sender);
        }
        sender.flush();
    }

    void check(AnalyzerClient analyzer, Figures figures) throws IOException, SQLException {
        int number = 0;
        int equal = 0;
        for (Path file : DataFiles.under(cases, ".json")) {
            Map<String, Long> expected = expected(DataFiles.json(file).get("testing"));
            Map<String, Long> actual = operations(analyzer.connection(), hour(number++));
            if (actual.equals(expected)) {
                equal++;
            } else {
                figures.remark("CRISP " + file.getFileName() + ": expected " + expected + ", was " + actual);
            }
        }
        figures.put("accuracy.crisp.cases", number, "");
        figures.put("accuracy.crisp.cases_equal", equal, "all");
        checkReferences(analyzer.connection(), figures);
    }

    private void checkReferences(Connection connection, Figures figures) throws IOException, SQLException {
        int traces = 0;
        int within = 0;
        for (JsonNode reference : DataFiles.jsonLines(references)) {
            List<TraceSpan> spans = spans(connection, reference.get("traceID").asText());
            if (spans.isEmpty()) {
                continue;
            }
            traces++;
            within += agrees(spans, reference) ? 1 : 0;
        }
        figures.put("accuracy.crisp.reference_traces", traces, "");
        figures.put(
                "accuracy.crisp.reference_within_1pct", traces == 0 ? Double.NaN : (double) within / traces, ">= 0.98");
    }

    private static boolean agrees(List<TraceSpan> spans, JsonNode reference) {
        TraceTree tree = TraceTree.of(spans);
        CriticalPath path = CriticalPath.of(tree);
        JsonNode expected = reference.get("critical_path_exclusive_us");
        double allowed = reference.get("root_duration_us").asDouble() / 100;
        for (int node = 0; node < tree.size(); node++) {
            double difference = expected.path(tree.span(node).spanId()).asLong(0) - path.selfUs(node);
            if (Math.abs(difference) > allowed) {
                return false;
            }
        }
        return true;
    }

    private static void sendCase(JsonNode trace, int number, OtlpSender sender)
            throws IOException, InterruptedException {
        Map<String, Integer> ids = new HashMap<>();
        trace.get("spans").forEach(span -> ids.put(span.get("spanID").asText(), ids.size() + 1));
        for (JsonNode span : trace.get("spans")) {
            String service = trace.get("processes")
                    .get(span.get("processID").asText())
                    .get("serviceName")
                    .asText();
            JsonNode parent = span.path("references").path(0).path("spanID");
            sender.add(SentSpan.of(
                    service,
                    FIRST_TRACE + number,
                    ids.get(span.get("spanID").asText()),
                    parent.isMissingNode() ? 0 : ids.getOrDefault(parent.asText(), 0),
                    span.get("operationName").asText(),
                    hour(number).getEpochSecond() * 1_000_000_000
                            + span.get("startTime").asLong() * 1000,
                    span.get("duration").asLong() * 1000,
                    Map.of()));
        }
    }

    private static Instant hour(int number) {
        return FIRST_HOUR.plusSeconds(3600L * number);
    }

    private static Map<String, Long> expected(JsonNode testing) {
        JsonNode times = testing.isArray() ? testing.get(0) : testing.get("opTimeExclusive");
        Map<String, Long> expected = new TreeMap<>();
        times.properties().forEach(field -> {
            if (field.getValue().asLong() != 0) {
                expected.put(
                        field.getKey().replace("[", "").replace("]", ""),
                        field.getValue().asLong());
            }
        });
        return expected;
    }

    private static Map<String, Long> operations(Connection connection, Instant hour) throws SQLException {
        Map<String, Long> operations = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(OPERATIONS)) {
            statement.setTimestamp(1, Timestamp.from(hour));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    operations.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return operations;
    }

    private static List<TraceSpan> spans(Connection connection, String traceId) throws SQLException {
        List<TraceSpan> spans = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SPANS)) {
            statement.setString(1, traceId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Timestamp start = rows.getTimestamp(3);
                    spans.add(new TraceSpan(
                            traceId,
                            rows.getString(1),
                            rows.getString(2),
                            Math.floorDiv(start.getTime(), 1000L) * 1_000_000 + start.getNanos() / 1000,
                            Math.round(rows.getDouble(4) * 1000),
                            rows.getString(5),
                            rows.getString(6),
                            rows.getString(7),
                            "span",
                            false,
                            SpanDimensions.NONE));
                }
            }
        }
        return spans;
    }
}
