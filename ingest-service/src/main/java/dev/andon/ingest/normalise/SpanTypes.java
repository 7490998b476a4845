package dev.andon.ingest.normalise;

import java.util.Locale;
import java.util.Optional;

/**
 * Decides the type of a span. Order: our own {@code workflow.span_type}; what another dialect calls the span itself; then our
 * context keys, the narrowest first (a gate inside a phase is a gate). A dialect's word that says nothing decides nothing.
 */
final class SpanTypes {
    private SpanTypes() {}

    static SpanType of(Signs signs, boolean root) {
        if (signs.has(Sign.SPAN_TYPE)) {
            Optional<SpanType> own = SpanType.of(signs.text(Sign.SPAN_TYPE).strip());
            if (own.isPresent()) {
                return own.get();
            }
        }
        SpanType dialect = dialect(signs, root);
        return dialect != null ? dialect : context(signs, root);
    }

    private static SpanType context(Signs signs, boolean root) {
        if (signs.has(Sign.GATE)) {
            return SpanType.GATE;
        }
        if (signs.has(Sign.SUBAGENT)) {
            return SpanType.SUBAGENT;
        }
        if (signs.has(Sign.PHASE)) {
            return SpanType.PHASE;
        }
        boolean execution = signs.has(Sign.EXECUTION) || signs.has(Sign.SD_TYPE);
        return root && execution ? SpanType.WORKFLOW : SpanType.SPAN;
    }

    private static SpanType dialect(Signs signs, boolean root) {
        SpanType type = signs.has(Sign.GENAI_OPERATION) ? genAi(word(signs, Sign.GENAI_OPERATION)) : null;
        if (type == null && signs.has(Sign.OPENINFERENCE_KIND)) {
            type = openInference(word(signs, Sign.OPENINFERENCE_KIND), root);
        }
        if (type == null && signs.has(Sign.TRACELOOP_KIND)) {
            type = traceloop(word(signs, Sign.TRACELOOP_KIND));
        }
        if (type == null && signs.has(Sign.VERCEL_OPERATION)) {
            type = vercel(signs, word(signs, Sign.VERCEL_OPERATION));
        }
        if (type == null && signs.has(Sign.MONOCLE_TYPE)) {
            type = monocle(word(signs, Sign.MONOCLE_TYPE));
        }
        if (type == null && signs.has(Sign.LANGFUSE_TYPE)) {
            type = langfuse(word(signs, Sign.LANGFUSE_TYPE));
        }
        boolean bareCall = type == null && !named(signs) && signs.has(Sign.PROVIDER) && signs.has(Sign.MODEL);
        return bareCall ? SpanType.LLM : type;
    }

    /** A dialect has named the span, even if with a word without meaning to us. */
    private static boolean named(Signs signs) {
        return signs.has(Sign.GENAI_OPERATION)
                || signs.has(Sign.OPENINFERENCE_KIND)
                || signs.has(Sign.TRACELOOP_KIND)
                || signs.has(Sign.VERCEL_OPERATION)
                || signs.has(Sign.MONOCLE_TYPE);
    }

    private static SpanType genAi(String operation) {
        return switch (operation) {
            case "invoke_workflow" -> SpanType.WORKFLOW;
            case "invoke_agent" -> SpanType.SUBAGENT;
            case "execute_tool", "retrieval" -> SpanType.TOOL;
            case "chat", "text_completion", "completion", "generate_content", "embeddings", "embedding" -> SpanType.LLM;
            default -> null;
        };
    }

    /** A chain at the root is the whole run; a guardrail decides whether work may go on, which is what a gate does. */
    private static SpanType openInference(String kind, boolean root) {
        return switch (kind) {
            case "llm", "embedding" -> SpanType.LLM;
            case "agent" -> SpanType.SUBAGENT;
            case "tool", "retriever", "reranker" -> SpanType.TOOL;
            case "guardrail" -> SpanType.GATE;
            case "chain" -> root ? SpanType.WORKFLOW : null;
            default -> null;
        };
    }

    /** A task is a step of its workflow, which we call a phase. */
    private static SpanType traceloop(String kind) {
        return switch (kind) {
            case "workflow" -> SpanType.WORKFLOW;
            case "task" -> SpanType.PHASE;
            case "agent" -> SpanType.SUBAGENT;
            case "tool" -> SpanType.TOOL;
            default -> null;
        };
    }

    /** The outer {@code ai.generateText} is an agent's turn where the caller named it; the {@code .do…} span is the call. */
    private static SpanType vercel(Signs signs, String operation) {
        if (operation.equals("ai.toolcall")) {
            return SpanType.TOOL;
        }
        if (operation.contains(".dogenerate") || operation.contains(".dostream") || operation.contains(".doembed")) {
            return SpanType.LLM;
        }
        return signs.has(Sign.AGENT) ? SpanType.SUBAGENT : null;
    }

    private static SpanType monocle(String type) {
        return switch (type) {
            case "workflow" -> SpanType.WORKFLOW;
            case "agentic.invocation" -> SpanType.SUBAGENT;
            case "agentic.tool.invocation", "agentic.mcp.invocation", "retrieval" -> SpanType.TOOL;
            case "inference", "inference.framework", "embedding" -> SpanType.LLM;
            default -> null;
        };
    }

    private static SpanType langfuse(String type) {
        return switch (type) {
            case "generation", "embedding" -> SpanType.LLM;
            case "agent" -> SpanType.SUBAGENT;
            case "tool", "retriever" -> SpanType.TOOL;
            case "guardrail" -> SpanType.GATE;
            default -> null;
        };
    }

    private static String word(Signs signs, Sign sign) {
        return signs.text(sign).strip().toLowerCase(Locale.ROOT);
    }
}
