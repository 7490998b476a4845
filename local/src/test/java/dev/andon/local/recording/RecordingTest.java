package dev.andon.local.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RecordingTest {

    @Test
    void monocle_shows_agents_tools_model_and_tokens() throws IOException {
        List<RecordedSpan> spans = read("monocle-agent-traces/test_langgraph_multi_agent.json");

        assertThat(spans).hasSize(43);
        assertThat(values(spans, "gen_ai.agent.name")).hasSize(3);
        assertThat(values(spans, "gen_ai.tool.name")).contains("get_weather");
        assertThat(values(spans, "gen_ai.request.model")).containsExactly("gpt-4o");
        assertThat(tokens(spans, "gen_ai.usage.input_tokens")).isPositive();
        assertThat(spans).allSatisfy(span -> assertThat(span.endNanos()).isGreaterThanOrEqualTo(span.startNanos()));
    }

    @Test
    void monocle_counts_a_model_call_once_though_framework_and_library_both_report_it() throws IOException {
        List<RecordedSpan> spans = read("monocle-agent-traces/test_langgraph_multi_agent.json");

        long calls = spans.stream()
                .filter(span -> "chat".equals(span.attributes().get("gen_ai.operation.name")))
                .count();

        assertThat(calls)
                .isEqualTo(spans.stream()
                        .filter(span -> span.attributes().get("span.type") instanceof String type
                                && (type.equals("inference") || type.equals("inference.framework")))
                        .count());
    }

    @Test
    void strands_keeps_the_attributes_of_each_convention_as_they_are() throws IOException {
        assertThat(values(
                        read("strands-evals-spans/openai_agents_openinference_live_spans.json"),
                        "openinference.span.kind"))
                .contains("LLM", "AGENT", "TOOL");
        assertThat(values(read("strands-evals-spans/pydantic_ai_live_spans.json"), "gen_ai.operation.name"))
                .contains("chat", "execute_tool");
        assertThat(tokens(read("strands-evals-spans/adk_live_spans.json"), "gen_ai.usage.input_tokens"))
                .isPositive();
    }

    @Test
    void vercel_spans_show_model_calls_with_their_time_to_the_nanosecond() throws IOException {
        List<RecordedSpan> spans = read("openinference-fixtures/all-spans.json");

        assertThat(spans).hasSize(10);
        assertThat(spans.get(0).startNanos()).isEqualTo(1_770_131_992_242_000_000L);
        assertThat(spans.get(0).endNanos()).isEqualTo(1_770_131_994_021_415_667L);
        assertThat(spans.get(0).attributes())
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.request.model", "gpt-4o-mini")
                .containsEntry("gen_ai.usage.input_tokens", 14L)
                .containsEntry("gen_ai.usage.output_tokens", 20L);
    }

    @Test
    void langfuse_observations_become_chat_tool_and_agent_spans() throws IOException {
        List<RecordedSpan> spans = read("langfuse-framework-traces/google-adk-2025-08-28.trace.json");

        assertThat(values(spans, "gen_ai.operation.name")).contains("chat", "execute_tool", "invoke_agent");
        assertThat(values(spans, "gen_ai.request.model")).contains("gemini-2.0-flash");
        assertThat(tokens(spans, "gen_ai.usage.output_tokens")).isPositive();
        assertThat(spans.stream().filter(span -> span.parentId().isEmpty())).hasSize(1);
    }

    @Test
    void deepeval_puts_everything_under_one_workflow_span() throws IOException {
        List<RecordedSpan> spans = read("deepeval-agent-traces/strands_multiple_tools_time_schema.json");

        assertThat(spans.stream().filter(span -> span.parentId().isEmpty()))
                .singleElement()
                .satisfies(root -> assertThat(root.attributes())
                        .containsEntry("gen_ai.operation.name", "invoke_workflow")
                        .containsEntry("gen_ai.conversation.id", "multiple-tools-time-123"));
        assertThat(values(spans, "gen_ai.agent.name")).containsExactly("Strands Agents");
        assertThat(values(spans, "gen_ai.tool.name")).containsExactly("get_time");
        assertThat(values(spans, "gen_ai.request.model")).containsExactly("gpt-4o-mini");
    }

    @Test
    void a_parent_that_is_missing_in_the_recording_stays_missing() throws IOException {
        List<RecordedSpan> spans = read("monocle-agent-traces/test_azure_openai_finish_reason_integratio.json");
        Set<String> ids = spans.stream().map(RecordedSpan::spanId).collect(Collectors.toSet());

        assertThat(spans)
                .anySatisfy(span -> assertThat(span.parentId())
                        .hasValueSatisfying(parent -> assertThat(ids).doesNotContain(parent)));
    }

    @Test
    void moving_a_trace_keeps_every_distance_within_it() throws IOException {
        List<RecordedSpan> spans = read("langfuse-framework-traces/google-adk-2025-08-28.trace.json");
        long first = spans.stream().mapToLong(RecordedSpan::startNanos).min().orElseThrow();

        List<RecordedSpan> moved = Recording.moved(spans, () -> 1_000L);

        assertThat(moved.stream().map(span -> span.startNanos() - 1_000L))
                .containsExactlyElementsOf(
                        spans.stream().map(span -> span.startNanos() - first).toList());
    }

    @Test
    void a_file_in_no_known_dialect_is_refused_by_name() {
        assertThatThrownBy(() -> Recording.read(
                        "odd.json", new ByteArrayInputStream("{\"a\":1}".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("odd.json");
    }

    private static List<RecordedSpan> read(String file) throws IOException {
        try (InputStream content = RecordingTest.class.getResourceAsStream("/demo/" + file)) {
            return Recording.read(file, content);
        }
    }

    private static Set<Object> values(List<RecordedSpan> spans, String key) {
        return spans.stream()
                .map(span -> span.attributes().get(key))
                .filter(value -> value != null)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long tokens(List<RecordedSpan> spans, String key) {
        return spans.stream()
                .map(span -> span.attributes().get(key))
                .filter(Long.class::isInstance)
                .mapToLong(Long.class::cast)
                .sum();
    }
}
