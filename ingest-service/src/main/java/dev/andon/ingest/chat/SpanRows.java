package dev.andon.ingest.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes chat rows of the span of a model call: the request and, where it belongs to a conversation and content was captured, the newest
 * message it was sent and those it answered. Pure: the same span always gives the same rows.
 */
final class SpanRows {
    private static final long MAX_TOKENS = 1_000_000_000_000L;
    private static final Set<String> KINDS = Set.of(
            "gen_ai.operation.name",
            "llm.request.type",
            "openinference.span.kind",
            "ai.operationId",
            "span.type",
            "langfuse.observation.type");
    private static final String[] DOMAIN = {"chat.domain", "workflow.domain"};
    private static final String[] PROVIDER = {"gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system"};
    private static final String[] COST = {"gen_ai.usage.cost", "llm.cost.total", "operation.cost"};
    private static final String[] ERROR_TYPE = {"error.type", "exception.type"};
    private static final Pattern TIMEOUT = Pattern.compile("time.?out|deadline", Pattern.CASE_INSENSITIVE);
    private static final Pattern CANCELLED = Pattern.compile("cancel", Pattern.CASE_INSENSITIVE);
    private static final int MAX_COST_DIGITS = 40;

    private SpanRows() {}

    /** No row where the call is no chat, such as one for embeddings. */
    static List<ChatRow> of(ChatSpan span) {
        if (embeds(span.attributes())) {
            return List.of();
        }
        List<ChatRow> rows = new ArrayList<>();
        String id = span.traceId() + "-" + span.spanId();
        rows.add(row(ChatRow.Type.request, id, span, request(span), null));
        if (span.conversationId() != null) {
            for (SpanMessages.Placed said : SpanMessages.of(span.attributes())) {
                rows.add(row(ChatRow.Type.message, id + "-" + said.place(), span, null, said.message()));
            }
        }
        return rows;
    }

    private static boolean embeds(JsonNode attributes) {
        return KINDS.stream()
                .map(key -> attributes.path(key).asText("").toLowerCase(Locale.ROOT))
                .anyMatch(kind -> kind.contains("embed"));
    }

    private static ChatRow row(
            ChatRow.Type type, String id, ChatSpan span, ChatRow.Request request, ChatRow.Message message) {
        String domain = text(span.attributes(), DOMAIN);
        return new ChatRow(
                type,
                id,
                span.startedAt(),
                cut(span.conversationId()),
                cut(span.userId()),
                domain == null ? cut(span.service()) : domain,
                span.traceId(),
                span.spanId(),
                request,
                message);
    }

    private static ChatRow.Request request(ChatSpan span) {
        String errorType = text(span.attributes(), ERROR_TYPE);
        return new ChatRow.Request(
                "span",
                outcome(span, errorType),
                errorType,
                cut(span.model()),
                text(span.attributes(), PROVIDER),
                tokens(span.inputTokens()),
                tokens(span.outputTokens()),
                cost(span.attributes()),
                Math.min(span.durationMs(), 9e12));
    }

    private static String outcome(ChatSpan span, String errorType) {
        if (!span.failed()) {
            return "ok";
        }
        String said = errorType == null ? "" : errorType;
        if (TIMEOUT.matcher(said).find()) {
            return "timeout";
        }
        return CANCELLED.matcher(said).find() ? "cancelled" : "error";
    }

    private static Long tokens(Long count) {
        return count == null || count < 0 ? null : Long.valueOf(Math.min(count, MAX_TOKENS));
    }

    /** Only what the span says; null where it says nothing or nonsense. */
    private static BigDecimal cost(JsonNode attributes) {
        String text = text(attributes, COST);
        if (text == null || text.length() > MAX_COST_DIGITS) {
            return null;
        }
        try {
            BigDecimal dollars = new BigDecimal(text);
            return Cost.plausible(dollars) ? dollars : null;
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    private static String text(JsonNode attributes, String... keys) {
        for (String key : keys) {
            JsonNode value = attributes.path(key);
            if (value.isValueNode() && !value.asText().isBlank()) {
                return cut(value.asText());
            }
        }
        return null;
    }

    private static String cut(String text) {
        return text == null ? null : Texts.cut(text, ChatItems.MAX_NAME);
    }
}
