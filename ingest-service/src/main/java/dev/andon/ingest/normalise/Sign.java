package dev.andon.ingest.normalise;

import java.util.HashMap;
import java.util.Map;

/**
 * What an attribute can tell about a span, and under which keys the dialects say it: our own {@code workflow.*}, OpenTelemetry
 * GenAI (present and former names), OpenInference, OpenLLMetry, Vercel AI SDK, Monocle and Langfuse. Of several keys the one
 * named first wins.
 */
enum Sign {
    SPAN_TYPE("workflow.span_type"),
    EXECUTION("workflow.execution_id", "workflow_execution_id"),
    PHASE("workflow.phase"),
    GATE("workflow.gate"),
    SUBAGENT("workflow.subagent"),
    SD_TYPE("workflow.sd_type"),
    GENAI_OPERATION("gen_ai.operation.name", "llm.request.type"),
    OPENINFERENCE_KIND("openinference.span.kind"),
    TRACELOOP_KIND("traceloop.span.kind"),
    VERCEL_OPERATION("ai.operationId"),
    MONOCLE_TYPE("span.type"),
    LANGFUSE_TYPE("langfuse.observation.type"),
    PROVIDER("gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system"),
    AGENT("gen_ai.agent.name", "agent.name", "agent_name", "ai.telemetry.functionId"),
    WORKFLOW_NAME("gen_ai.workflow.name", "traceloop.workflow.name"),
    TRACELOOP_ENTITY("traceloop.entity.name"),
    MONOCLE_ENTITY("entity.1.name"),
    MONOCLE_MODEL("entity.2.name"),
    TOOL("gen_ai.tool.name", "tool.name", "ai.toolCall.name", "tool_call.function.name", "gen_ai.data_source.id"),
    MODEL(
            "gen_ai.request.model",
            "gen_ai.response.model",
            "llm.request.model_name",
            "llm.model_name",
            "llm.response.model_name",
            "embedding.model_name",
            "reranker.model_name",
            "ai.model.id",
            "langfuse.observation.model.name"),
    CONVERSATION(
            "gen_ai.conversation.id",
            "session.id",
            "langfuse.session.id",
            "traceloop.association.properties.session_id",
            "traceloop.association.properties.conversation_id",
            "traceloop.association.properties.thread_id",
            "ai.telemetry.metadata.sessionId",
            "scope.agentic.session"),
    USER(
            "user.id",
            "enduser.id",
            "langfuse.user.id",
            "traceloop.association.properties.user_id",
            "ai.telemetry.metadata.userId"),
    PEER("peer.service", "service.peer.name"),
    INPUT_TOKENS(
            "gen_ai.usage.input_tokens",
            "gen_ai.usage.prompt_tokens",
            "llm.token_count.prompt",
            "llm.usage.prompt_tokens",
            "ai.usage.inputTokens",
            "ai.usage.promptTokens",
            "prompt_tokens"),
    OUTPUT_TOKENS(
            "gen_ai.usage.output_tokens",
            "gen_ai.usage.completion_tokens",
            "llm.token_count.completion",
            "llm.usage.completion_tokens",
            "ai.usage.outputTokens",
            "ai.usage.completionTokens",
            "completion_tokens");

    /** A sign under one of its keys; the lower rank wins. */
    record Key(Sign sign, int rank) {}

    private static final Map<String, Key> KEYS = new HashMap<>();

    static {
        for (Sign sign : values()) {
            for (int rank = 0; rank < sign.keys.length; rank++) {
                KEYS.put(sign.keys[rank], new Key(sign, rank));
            }
        }
    }

    private static final Map<String, Key> BY_KEY = Map.copyOf(KEYS);

    private final String[] keys;

    Sign(String... keys) {
        this.keys = keys;
    }

    /** Null for a key that tells nothing. */
    static Key of(String key) {
        return BY_KEY.get(key);
    }
}
