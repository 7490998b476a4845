package dev.andon.common.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Agreement with Uber's CRISP: its own cases, and its result on real traces. */
final class CriticalPathReferenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void every_case_of_crisp_comes_out_as_expected() throws IOException {
        List<Path> cases = SharedData.files(SharedData.folder("crisp-critical-path"), ".json");
        List<String> different = new ArrayList<>();
        for (Path file : cases) {
            JsonNode json = JSON.readTree(file.toFile());
            Map<String, Long> expected = expected(json.get("testing"));
            Map<String, Long> actual = perOperation(json.get("data").get(0));
            if (!actual.equals(expected)) {
                different.add(file.getFileName() + ": expected " + expected + " but was " + actual);
            }
        }
        assertThat(cases).hasSize(20);
        assertThat(different).isEmpty();
    }

    @Test
    void real_traces_agree_within_one_percent_per_span_but_for_four_with_skewed_clocks() throws IOException {
        Path folder = SharedData.folder("nezha-rca-small");
        Map<String, List<TraceSpan>> traces = new HashMap<>();
        for (Path file : SharedData.files(folder, ".csv.gz")) {
            traces.putAll(NezhaSpans.traces(file));
        }
        int checked = 0;
        List<String> different = new ArrayList<>();
        for (String line : SharedData.gzipLines(folder.resolve("crisp-reference.jsonl.gz"))) {
            JsonNode reference = JSON.readTree(line);
            List<TraceSpan> trace = traces.get(reference.get("traceID").asText());
            if (trace == null) {
                continue;
            }
            checked++;
            if (!agrees(trace, reference)) {
                different.add(reference.get("traceID").asText());
            }
        }
        System.out.println(
                "critical path: " + different.size() + " of " + checked + " reference traces differ: " + different);
        assertThat(checked).isEqualTo(225);
        assertThat(different).hasSizeLessThanOrEqualTo(4);
    }

    private static boolean agrees(List<TraceSpan> trace, JsonNode reference) {
        TraceTree tree = TraceTree.of(trace);
        CriticalPath path = CriticalPath.of(tree);
        JsonNode expected = reference.get("critical_path_exclusive_us");
        double allowed = reference.get("root_duration_us").asDouble() / 100;
        for (int node = 0; node < tree.size(); node++) {
            long value = expected.path(tree.span(node).spanId()).asLong(0);
            if (Math.abs(value - path.selfUs(node)) > allowed) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Long> expected(JsonNode testing) {
        JsonNode times = testing.isArray() ? testing.get(0) : testing.get("opTimeExclusive");
        Map<String, Long> expected = new TreeMap<>();
        times.properties().forEach(field -> {
            if (field.getValue().asLong() != 0) {
                expected.put(field.getKey(), field.getValue().asLong());
            }
        });
        return expected;
    }

    private static Map<String, Long> perOperation(JsonNode data) {
        List<TraceSpan> spans = new ArrayList<>();
        for (JsonNode span : data.get("spans")) {
            String service = data.get("processes")
                    .get(span.get("processID").asText())
                    .get("serviceName")
                    .asText();
            JsonNode parent = span.path("references").path(0).path("spanID");
            spans.add(new TraceSpan(
                    "t",
                    span.get("spanID").asText(),
                    parent.isMissingNode() ? null : parent.asText(),
                    span.get("startTime").asLong(),
                    span.get("duration").asLong(),
                    service,
                    span.get("operationName").asText(),
                    "INTERNAL",
                    "span",
                    false,
                    SpanDimensions.NONE));
        }
        TraceTree tree = TraceTree.of(spans);
        CriticalPath path = CriticalPath.of(tree);
        Map<String, Long> times = new TreeMap<>();
        for (int node = 0; node < tree.size(); node++) {
            TraceSpan span = tree.span(node);
            if (path.selfUs(node) > 0) {
                times.merge("[" + span.service() + "] " + span.name(), path.selfUs(node), Long::sum);
            }
        }
        return times;
    }
}
