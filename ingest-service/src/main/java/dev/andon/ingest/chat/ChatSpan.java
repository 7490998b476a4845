package dev.andon.ingest.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** A stored span of a model call, as the follower reads it; what is not known is null. */
record ChatSpan(
        String traceId,
        String spanId,
        Instant startedAt,
        double durationMs,
        boolean failed,
        String service,
        String model,
        Long inputTokens,
        Long outputTokens,
        String conversationId,
        String userId,
        JsonNode attributes) {}
