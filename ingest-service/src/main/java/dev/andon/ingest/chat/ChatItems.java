package dev.andon.ingest.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.andon.ingest.body.Refusal;
import dev.andon.ingest.body.RefusalException;
import dev.andon.ingest.item.InvalidItemException;
import dev.andon.ingest.item.ItemFields;
import dev.andon.ingest.item.JsonItems;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes rows of the items of a request to the chat telemetry API. An item that is not right is refused with the field at fault. */
final class ChatItems implements JsonItems.Taker {
    static final int MAX_ITEMS = 10_000;
    static final int MAX_NAME = 200;
    static final int MAX_CONTENT = 64 * 1024;

    private static final long MAX_TOKENS = 1_000_000_000_000L;
    private static final Duration AHEAD = Duration.ofDays(1);
    private static final Set<String> OUTCOMES = Set.of("ok", "error", "timeout", "cancelled");

    private final Instant latest;
    private final List<ChatRow> rows = new ArrayList<>();
    private int items;

    ChatItems(Instant now) {
        latest = now.plus(AHEAD);
    }

    /** What was right so far. */
    List<ChatRow> rows() {
        return rows;
    }

    @Override
    public void take(JsonNode json) throws InvalidItemException {
        if (++items > MAX_ITEMS) {
            throw new RefusalException(
                    Refusal.tooMuch("The request holds more than " + MAX_ITEMS + " items. Send fewer at once."));
        }
        ItemFields fields = new ItemFields(json);
        rows.add(
                switch (type(fields)) {
                    case request -> request(fields);
                    case message -> message(fields);
                    case conversation -> conversation(fields);
                });
    }

    private static ChatRow.Type type(ItemFields fields) throws InvalidItemException {
        String type = fields.text("type");
        if (type == null) {
            return fields.node("content") == null ? ChatRow.Type.request : ChatRow.Type.message;
        }
        for (ChatRow.Type known : ChatRow.Type.values()) {
            if (known.name().equals(type)) {
                return known;
            }
        }
        throw new InvalidItemException("type", "type must be request, message or conversation.");
    }

    private ChatRow request(ItemFields fields) throws InvalidItemException {
        String errorType = name(fields, "error_type");
        ChatRow.Request request = new ChatRow.Request(
                "api",
                outcome(fields, errorType),
                errorType,
                name(fields, "model"),
                name(fields, "provider"),
                tokens(fields, "input_tokens"),
                tokens(fields, "output_tokens"),
                cost(fields),
                latency(fields));
        String id = name(fields, "request_id");
        String span = id == null ? spanId(fields) : null;
        if (id == null && span == null) {
            throw new InvalidItemException(
                    "request_id",
                    "request_id is missing: give one that the request keeps when it is sent again, or trace_id and span_id.");
        }
        return row(
                ChatRow.Type.request,
                id == null ? span : id,
                at(fields, "created_at", "timestamp"),
                fields,
                request,
                null);
    }

    /** The id that the same request has where it comes as a span. */
    private static String spanId(ItemFields fields) throws InvalidItemException {
        String trace = hex(fields, 16, "trace_id");
        String span = hex(fields, 8, "span_id");
        return trace == null || span == null ? null : trace + "-" + span;
    }

    private ChatRow message(ItemFields fields) throws InvalidItemException {
        ChatRow.Message message = new ChatRow.Message(
                required("role", name(fields, "role")), required("content", text(fields, "content", MAX_CONTENT)));
        required("conversation_id", name(fields, "conversation_id"));
        String id = required("message_id", name(fields, "message_id"));
        return row(ChatRow.Type.message, id, at(fields, "sent_at", "created_at"), fields, null, message);
    }

    private ChatRow conversation(ItemFields fields) throws InvalidItemException {
        String id = required("conversation_id", name(fields, "conversation_id"));
        return row(ChatRow.Type.conversation, id, at(fields, "started_at", "created_at"), fields, null, null);
    }

    private static ChatRow row(
            ChatRow.Type type,
            String id,
            Instant at,
            ItemFields fields,
            ChatRow.Request request,
            ChatRow.Message message)
            throws InvalidItemException {
        return new ChatRow(
                type,
                id,
                at,
                name(fields, "conversation_id"),
                name(fields, "user_id"),
                name(fields, "domain"),
                hex(fields, 16, "trace_id"),
                hex(fields, 8, "span_id"),
                request,
                message);
    }

    private static String outcome(ItemFields fields, String errorType) throws InvalidItemException {
        String outcome = fields.text("outcome");
        if (outcome == null) {
            return errorType == null ? "ok" : "error";
        }
        String known = outcome.toLowerCase(Locale.ROOT);
        if (!OUTCOMES.contains(known)) {
            throw new InvalidItemException("outcome", "outcome must be ok, error, timeout or cancelled.");
        }
        return known;
    }

    private Instant at(ItemFields fields, String... names) throws InvalidItemException {
        Long nanos = fields.nanos(names);
        if (nanos == null) {
            throw new InvalidItemException(names[0], names[0] + " is missing.");
        }
        Instant at = Instant.EPOCH.plusNanos(nanos).truncatedTo(ChronoUnit.MICROS);
        if (nanos < 0 || at.isAfter(latest)) {
            throw new InvalidItemException(names[0], names[0] + " must lie after 1970 and at most a day ahead.");
        }
        return at;
    }

    private static Long tokens(ItemFields fields, String name) throws InvalidItemException {
        Long count = fields.count(name);
        if (count != null && count > MAX_TOKENS) {
            throw new InvalidItemException(name, name + " must be at most " + MAX_TOKENS + ".");
        }
        return count;
    }

    private static BigDecimal cost(ItemFields fields) throws InvalidItemException {
        JsonNode value = fields.node("cost_usd");
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || !Cost.plausible(value.decimalValue())) {
            throw new InvalidItemException("cost_usd", "cost_usd must be a number of dollars that is zero or more.");
        }
        return value.decimalValue();
    }

    private static Double latency(ItemFields fields) throws InvalidItemException {
        Long nanos = fields.durationNanos("latency_ms");
        return nanos == null ? null : nanos / 1e6;
    }

    private static String required(String field, String value) throws InvalidItemException {
        if (value == null) {
            throw new InvalidItemException(field, field + " is missing.");
        }
        return value;
    }

    private static String hex(ItemFields fields, int bytes, String name) throws InvalidItemException {
        byte[] id = fields.id(bytes, name);
        return id == null ? null : HexFormat.of().formatHex(id);
    }

    private static String name(ItemFields fields, String name) throws InvalidItemException {
        return text(fields, name, MAX_NAME);
    }

    private static String text(ItemFields fields, String name, int limit) throws InvalidItemException {
        String text = fields.text(name);
        if (text != null && (text.length() > limit || text.indexOf('\0') >= 0)) {
            throw new InvalidItemException(
                    name, name + " must have at most " + limit + " characters, the character zero not among them.");
        }
        return text;
    }
}
