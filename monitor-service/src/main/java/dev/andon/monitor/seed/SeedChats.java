package dev.andon.monitor.seed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Conversations with a chat assistant: four an hour, each of three requests with what was asked and answered. */
final class SeedChats {
    private static final int CONVERSATIONS = 4;
    private static final int TURNS = 3;
    private static final int USERS = 25;
    private static final Duration BETWEEN_CONVERSATIONS = Duration.ofMinutes(14);
    private static final Duration BETWEEN_TURNS = Duration.ofMinutes(2);
    private static final int ONE_FAILS_OF = 40;
    private static final List<String> DOMAINS = List.of("support", "billing", "sales");
    private static final List<String> MODELS = List.of("gpt-4.1-mini", "claude-sonnet-4", "mistral-small-3");
    private static final List<String> QUESTIONS =
            List.of("Where is my order?", "Why was I billed twice?", "Which plan fits a team of ten?");

    private SeedChats() {}

    /** Conversations, requests and messages of an hour that lie before {@code now}. */
    static List<Map<String, Object>> of(Instant hour, Instant now) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (int place = 0; place < CONVERSATIONS; place++) {
            SeedRandom random = new SeedRandom(hour.getEpochSecond(), 100 + place);
            String id = "seed-" + hour.toString().substring(0, 13) + "-" + place;
            String user = "seed-user-%02d@example.com".formatted(random.below(USERS));
            String domain = random.one(DOMAINS);
            String model = random.one(MODELS);
            for (int turn = 0; turn < TURNS; turn++) {
                Instant at =
                        hour.plus(BETWEEN_CONVERSATIONS.multipliedBy(place)).plus(BETWEEN_TURNS.multipliedBy(turn));
                items.addAll(turn(random, new Turn(id, turn, at, user, domain, model), now));
            }
        }
        return items;
    }

    /** What one request belongs to. */
    private record Turn(String conversation, int number, Instant at, String user, String domain, String model) {
        Map<String, Object> item(String type, String idField, String suffix) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("type", type);
            item.put(idField, conversation + "-" + number + suffix);
            item.put("conversation_id", conversation);
            item.put("user_id", user);
            item.put("domain", domain);
            return item;
        }
    }

    private static List<Map<String, Object>> turn(SeedRandom random, Turn turn, Instant now) {
        double latency = random.around(1_800);
        Instant answered = turn.at().plusMillis(Math.round(latency));
        Map<String, Object> request = turn.item("request", "request_id", "");
        request.put("created_at", turn.at().toString());
        request.put("model", turn.model());
        request.put("input_tokens", random.tokens(900));
        request.put("output_tokens", random.tokens(220));
        request.put("cost_usd", Math.round(random.around(400)) / 100_000.0);
        request.put("latency_ms", Math.round(latency));
        request.put("outcome", random.below(ONE_FAILS_OF) == 0 ? "error" : "ok");
        if (answered.isAfter(now)) {
            return List.of();
        }
        return List.of(
                request,
                message(turn, "user", turn.at(), random.one(QUESTIONS)),
                message(turn, "assistant", answered, "Let me look that up for you."));
    }

    private static Map<String, Object> message(Turn turn, String role, Instant at, String content) {
        Map<String, Object> message = turn.item("message", "message_id", "-" + role);
        message.put("sent_at", at.toString());
        message.put("role", role);
        message.put("content", content);
        return message;
    }
}
