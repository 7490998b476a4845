package dev.andon.ingest.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A chat request, message or conversation on its way to the store, as {@link ChatRepository} reads it; what a type does not have is
 * null.
 *
 * @param at start of the request, sending of the message, or start of the conversation
 */
record ChatRow(
        @JsonProperty("type") Type type,
        @JsonProperty("id") String id,
        @JsonProperty("at") Instant at,
        @JsonProperty("conversation_id") String conversationId,
        @JsonProperty("user_id") String userId,
        @JsonProperty("domain") String domain,
        @JsonProperty("trace_id") String traceId,
        @JsonProperty("span_id") String spanId,
        @JsonProperty("request") Request request,
        @JsonProperty("message") Message message) {

    /** As senders write it. */
    enum Type {
        request,
        message,
        conversation
    }

    /** What is measured of a request. */
    record Request(
            @JsonProperty("source") String source,
            @JsonProperty("outcome") String outcome,
            @JsonProperty("error_type") String errorType,
            @JsonProperty("model") String model,
            @JsonProperty("provider") String provider,
            @JsonProperty("input_tokens") Long inputTokens,
            @JsonProperty("output_tokens") Long outputTokens,
            @JsonProperty("cost_usd") BigDecimal costUsd,
            @JsonProperty("latency_ms") Double latencyMs) {}

    /** What was said. */
    record Message(
            @JsonProperty("role") String role,
            @JsonProperty("content") String content) {}
}
