package dev.andon.ingest.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The messages that a span captured, in the forms of OpenTelemetry GenAI (lists, as JSON or as text), OpenLLMetry and OpenInference
 * (flattened) and the Vercel AI SDK. Of what the model was sent only the newest counts: each call repeats all before.
 */
final class SpanMessages {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> INPUT = List.of("gen_ai.input.messages", "ai.prompt.messages");
    private static final List<String> OUTPUT = List.of("gen_ai.output.messages");
    private static final String VERCEL_TEXT = "ai.response.text";
    private static final int MAX_OUTPUTS = 16;

    private SpanMessages() {}

    /** @param place {@code in}, or {@code out-} and its number */
    record Placed(String place, ChatRow.Message message) {}

    /** Those with text. */
    static List<Placed> of(JsonNode attributes) {
        List<Placed> placed = new ArrayList<>();
        List<ChatRow.Message> input = read(attributes, INPUT, "user", "gen_ai.prompt.", "llm.input_messages.");
        if (!input.isEmpty()) {
            placed.add(new Placed("in", input.getLast()));
        }
        List<ChatRow.Message> output =
                read(attributes, OUTPUT, "assistant", "gen_ai.completion.", "llm.output_messages.");
        if (output.isEmpty() && attributes.path(VERCEL_TEXT).isTextual()) {
            add(output, "assistant", attributes.path(VERCEL_TEXT).asText());
        }
        for (int i = 0; i < Math.min(output.size(), MAX_OUTPUTS); i++) {
            placed.add(new Placed("out-" + i, output.get(i)));
        }
        return placed;
    }

    private static List<ChatRow.Message> read(
            JsonNode attributes, List<String> lists, String role, String... prefixes) {
        List<ChatRow.Message> messages = new ArrayList<>();
        for (String key : lists) {
            if (messages.isEmpty()) {
                for (JsonNode message : list(attributes.path(key))) {
                    add(messages, message.path("role").asText(role), content(message));
                }
            }
        }
        for (String prefix : prefixes) {
            if (messages.isEmpty()) {
                flattened(attributes, prefix, role, messages);
            }
        }
        return messages;
    }

    private static JsonNode list(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        try {
            return MAPPER.readTree(value.asText());
        } catch (JsonProcessingException noJson) {
            return MAPPER.missingNode();
        }
    }

    /** A text, or the texts of parts. */
    private static String content(JsonNode message) {
        JsonNode content = message.has("parts") ? message.path("parts") : message.path("content");
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            JsonNode said = part.has("text") ? part.path("text") : part.path("content");
            if (said.isTextual()) {
                text.append(text.isEmpty() ? "" : "\n").append(said.asText());
            }
        }
        return text.toString();
    }

    /** Keys such as {@code gen_ai.prompt.0.role} and {@code llm.input_messages.0.message.content}, in order of their numbers. */
    private static void flattened(JsonNode attributes, String prefix, String role, List<ChatRow.Message> messages) {
        TreeMap<Integer, String> byPlace = new TreeMap<>();
        attributes.properties().stream()
                .map(attribute -> attribute.getKey())
                .filter(key -> key.startsWith(prefix) && key.endsWith(".content"))
                .forEach(key -> {
                    String number = key.substring(prefix.length()).split("\\.", 2)[0];
                    if (number.matches("\\d{1,6}")) {
                        byPlace.putIfAbsent(Integer.valueOf(number), key);
                    }
                });
        byPlace.values().forEach(key -> {
            String said = key.substring(0, key.length() - ".content".length());
            add(
                    messages,
                    attributes.path(said + ".role").asText(role),
                    attributes.path(key).asText());
        });
    }

    private static void add(List<ChatRow.Message> messages, String role, String content) {
        if (!content.isBlank()) {
            messages.add(new ChatRow.Message(
                    Texts.cut(role, ChatItems.MAX_NAME), Texts.cut(content, ChatItems.MAX_CONTENT)));
        }
    }
}
