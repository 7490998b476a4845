package dev.andon.ingest.normalise;

/**
 * The typed columns of a span, read from the signs that its attributes gave (spec W10). A name that its type needs and no
 * attribute gives is the span's own name. Tokens are kept on {@code llm} spans only: agents and workflows often repeat the sums
 * of the calls below them. Null means not known.
 */
public record Dimensions(
        SpanType type,
        String workflowExecutionId,
        String phase,
        String gate,
        String subagent,
        String sdType,
        String model,
        String tool,
        String conversationId,
        String userId,
        String peerService,
        Long inputTokens,
        Long outputTokens) {

    /**
     * Pure; the same signs always give the same dimensions.
     *
     * @param root whether the span has no parent
     * @param calls whether its kind is CLIENT or PRODUCER, so that it may name a called service
     */
    public static Dimensions of(Signs signs, String spanName, boolean root, boolean calls) {
        SpanType type = SpanTypes.of(signs, root);
        boolean llm = type == SpanType.LLM;
        return new Dimensions(
                type,
                signs.text(Sign.EXECUTION),
                named(type == SpanType.PHASE, spanName, signs.text(Sign.PHASE), signs.text(Sign.TRACELOOP_ENTITY)),
                named(type == SpanType.GATE, spanName, signs.text(Sign.GATE)),
                subagent(signs, type, spanName),
                signs.has(Sign.SD_TYPE) || type != SpanType.WORKFLOW
                        ? signs.text(Sign.SD_TYPE)
                        : signs.text(Sign.WORKFLOW_NAME),
                model(signs, llm),
                tool(signs, type, spanName),
                signs.text(Sign.CONVERSATION),
                signs.text(Sign.USER),
                calls ? signs.text(Sign.PEER) : null,
                llm ? signs.count(Sign.INPUT_TOKENS) : null,
                llm ? signs.count(Sign.OUTPUT_TOKENS) : null);
    }

    /** Our own key is kept on every span; what other dialects say counts only on a span of that type. */
    private static String named(boolean typed, String spanName, String own, String... others) {
        if (own != null || !typed) {
            return own;
        }
        for (String other : others) {
            if (other != null) {
                return other;
            }
        }
        return spanName;
    }

    private static String subagent(Signs signs, SpanType type, String spanName) {
        return named(
                type == SpanType.SUBAGENT,
                withoutPrefix(spanName, "invoke_agent "),
                signs.text(Sign.SUBAGENT),
                signs.text(Sign.AGENT),
                signs.text(Sign.TRACELOOP_ENTITY),
                signs.text(Sign.MONOCLE_ENTITY));
    }

    private static String tool(Signs signs, SpanType type, String spanName) {
        return named(
                type == SpanType.TOOL,
                withoutPrefix(spanName, "execute_tool "),
                null,
                signs.text(Sign.TOOL),
                signs.text(Sign.TRACELOOP_ENTITY),
                signs.text(Sign.MONOCLE_ENTITY));
    }

    private static String model(Signs signs, boolean llm) {
        String model = signs.text(Sign.MODEL);
        return model == null && llm && signs.has(Sign.MONOCLE_TYPE) ? signs.text(Sign.MONOCLE_MODEL) : model;
    }

    private static String withoutPrefix(String name, String prefix) {
        return name.length() > prefix.length() && name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
}
