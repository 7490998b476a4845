package dev.andon.analyzer.span;

import dev.andon.common.trace.TraceSpan;

/**
 * A span as the analyzer reads it.
 *
 * @param xid the transaction that stored it
 * @param inputTokens 0 where it has none
 * @param outputTokens 0 where it has none
 * @param executionId null where it has none
 * @param conversationId null where it has none
 */
public record StoredSpan(
        TraceSpan span, long xid, long inputTokens, long outputTokens, String executionId, String conversationId) {}
