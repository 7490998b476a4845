package dev.andon.ingest.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DimensionsTest {
    @ParameterizedTest
    @CsvSource({
        "workflow.span_type=GATE, gate",
        "workflow.gate=G, gate",
        "workflow.phase=PLAN, phase",
        "workflow.subagent=RCA, subagent",
        "workflow.execution_id=1, workflow",
        "workflow.span_type=nonsense, span",
        "gen_ai.operation.name=invoke_workflow, workflow",
        "gen_ai.operation.name=invoke_agent, subagent",
        "gen_ai.operation.name=execute_tool, tool",
        "gen_ai.operation.name=chat, llm",
        "gen_ai.operation.name=text_completion, llm",
        "gen_ai.operation.name=generate_content, llm",
        "gen_ai.operation.name=embeddings, llm",
        "gen_ai.operation.name=create_agent, span",
        "llm.request.type=chat, llm",
        "openinference.span.kind=LLM, llm",
        "openinference.span.kind=AGENT, subagent",
        "openinference.span.kind=TOOL, tool",
        "openinference.span.kind=RETRIEVER, tool",
        "openinference.span.kind=GUARDRAIL, gate",
        "openinference.span.kind=CHAIN, workflow",
        "traceloop.span.kind=workflow, workflow",
        "traceloop.span.kind=task, phase",
        "traceloop.span.kind=agent, subagent",
        "traceloop.span.kind=tool, tool",
        "ai.operationId=ai.generateText.doGenerate, llm",
        "ai.operationId=ai.toolCall, tool",
        "ai.operationId=ai.generateText, span",
        "span.type=agentic.invocation, subagent",
        "span.type=inference, llm",
        "langfuse.observation.type=generation, llm",
        "http.request.method=GET, span"
    })
    void one_sign_at_a_root_decides_the_type(String attribute, String type) {
        assertThat(dimensions(true, attribute).type().column()).isEqualTo(type);
    }

    @Test
    void our_own_type_wins_over_every_dialect() {
        Dimensions span = dimensions(false, "gen_ai.operation.name=chat", "workflow.span_type=phase");

        assertThat(span.type()).isEqualTo(SpanType.PHASE);
        assertThat(span.phase()).isEqualTo("span name");
    }

    @Test
    void context_keys_stay_on_a_call_without_making_it_a_phase() {
        Dimensions span =
                dimensions(false, "workflow.phase=EXEC", "gen_ai.operation.name=chat", "workflow.sd_type=bug");

        assertThat(span.type()).isEqualTo(SpanType.LLM);
        assertThat(span.phase()).isEqualTo("EXEC");
        assertThat(span.sdType()).isEqualTo("bug");
    }

    @Test
    void an_execution_id_below_the_root_makes_no_workflow() {
        assertThat(dimensions(false, "workflow.execution_id=7").type()).isEqualTo(SpanType.SPAN);
    }

    @Test
    void names_come_from_the_dialect_that_made_the_span() {
        assertThat(dimensions(false, "gen_ai.operation.name=invoke_agent", "gen_ai.agent.name=Planner")
                        .subagent())
                .isEqualTo("Planner");
        assertThat(dimensions(false, "traceloop.span.kind=task", "traceloop.entity.name=fetch")
                        .phase())
                .isEqualTo("fetch");
        assertThat(dimensions(false, "openinference.span.kind=TOOL", "tool.name=search")
                        .tool())
                .isEqualTo("search");
        assertThat(dimensions(true, "traceloop.span.kind=workflow", "traceloop.workflow.name=triage")
                        .sdType())
                .isEqualTo("triage");
        assertThat(dimensions(false, "span.type=inference", "entity.2.name=gpt-4o")
                        .model())
                .isEqualTo("gpt-4o");
    }

    @Test
    void an_agents_name_on_a_call_below_it_makes_no_subagent_of_the_call() {
        Dimensions call = dimensions(false, "gen_ai.operation.name=chat", "gen_ai.agent.name=Planner");

        assertThat(call.subagent()).isNull();
    }

    @Test
    void a_missing_name_is_the_spans_own_without_the_operation() {
        Signs signs = new Signs();
        signs.put("gen_ai.operation.name", "execute_tool");

        assertThat(Dimensions.of(signs, "execute_tool search", false, false).tool())
                .isEqualTo("search");
    }

    @Test
    void tokens_count_on_calls_only_under_old_names_and_new() {
        assertThat(dimensions(false, "gen_ai.operation.name=chat", "gen_ai.usage.prompt_tokens=12")
                        .inputTokens())
                .isEqualTo(12);
        assertThat(dimensions(false, "openinference.span.kind=LLM", "llm.token_count.completion=3")
                        .outputTokens())
                .isEqualTo(3);
        assertThat(dimensions(false, "gen_ai.operation.name=invoke_agent", "gen_ai.usage.input_tokens=12")
                        .inputTokens())
                .isNull();
        assertThat(dimensions(false, "gen_ai.operation.name=chat", "gen_ai.usage.input_tokens=many")
                        .inputTokens())
                .isNull();
    }

    @Test
    void the_first_named_key_wins_in_any_order() {
        assertThat(dimensions(false, "gen_ai.response.model=gpt-4o-2024", "gen_ai.request.model=gpt-4o")
                        .model())
                .isEqualTo("gpt-4o");
        assertThat(dimensions(false, "gen_ai.request.model=gpt-4o", "gen_ai.response.model=gpt-4o-2024")
                        .model())
                .isEqualTo("gpt-4o");
    }

    @Test
    void only_calls_name_a_peer() {
        Signs signs = new Signs();
        signs.put("peer.service", "billing");

        assertThat(Dimensions.of(signs, "x", false, true).peerService()).isEqualTo("billing");
        assertThat(Dimensions.of(signs, "x", false, false).peerService()).isNull();
    }

    private static Dimensions dimensions(boolean root, String... attributes) {
        Signs signs = new Signs();
        for (String attribute : attributes) {
            String[] pair = attribute.split("=", 2);
            signs.put(pair[0], pair[1]);
        }
        return Dimensions.of(signs, "span name", root, false);
    }
}
