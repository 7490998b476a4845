package dev.andon.ingest.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.andon.common.sql.Session;
import java.util.List;

/**
 * Stores chat rows, each id once: what is there already stays as it is, so sending again changes nothing. Rows are written in the order
 * of their ids, so two writers never deadlock.
 */
final class ChatRepository {
    private static final String UPSERT_CONVERSATIONS = """
            INSERT INTO conversations AS old (conversation_id, started_at, last_message_at, user_id, domain)
            SELECT conversation_id, min(at), max(at), min(user_id), min(domain)
              FROM jsonb_to_recordset(?::jsonb) AS item (conversation_id text, at timestamptz, user_id text, domain text)
             WHERE conversation_id IS NOT NULL
             GROUP BY conversation_id
             ORDER BY conversation_id COLLATE "C"
            ON CONFLICT ON CONSTRAINT conversations_pkey DO UPDATE
               SET started_at = least(old.started_at, excluded.started_at),
                   last_message_at = greatest(old.last_message_at, excluded.last_message_at),
                   user_id = coalesce(old.user_id, excluded.user_id),
                   domain = coalesce(old.domain, excluded.domain)
             WHERE excluded.started_at < old.started_at
                OR excluded.last_message_at > old.last_message_at
                OR old.user_id IS NULL AND excluded.user_id IS NOT NULL
                OR old.domain IS NULL AND excluded.domain IS NOT NULL
            """;
    private static final String INSERT_REQUESTS = """
            INSERT INTO chat_telemetry (request_id, created_at, source, outcome, error_type, domain, model, provider, input_tokens,
                   output_tokens, cost_usd, latency_ms, conversation_id, user_id, trace_id, span_id)
            SELECT id, at, source, outcome, error_type, domain, model, provider, input_tokens, output_tokens, cost_usd, latency_ms,
                   conversation_id, user_id, trace_id, span_id
              FROM jsonb_to_recordset(?::jsonb) AS item (type text, id text, at timestamptz, domain text, conversation_id text,
                   user_id text, trace_id text, span_id text, request jsonb)
             CROSS JOIN LATERAL jsonb_to_record(request) AS measured (source text, outcome text, error_type text, model text,
                   provider text, input_tokens bigint, output_tokens bigint, cost_usd numeric, latency_ms double precision)
             WHERE type = 'request'
             ORDER BY id COLLATE "C"
            ON CONFLICT ON CONSTRAINT chat_telemetry_pkey DO NOTHING
            """;
    private static final String INSERT_MESSAGES = """
            INSERT INTO messages (message_id, conversation_id, sent_at, role, content, trace_id, span_id)
            SELECT id, conversation_id, at, message ->> 'role', message ->> 'content', trace_id, span_id
              FROM jsonb_to_recordset(?::jsonb) AS item (type text, id text, at timestamptz, conversation_id text, trace_id text,
                   span_id text, message jsonb)
             WHERE type = 'message'
             ORDER BY id COLLATE "C"
            ON CONFLICT ON CONSTRAINT messages_pkey DO NOTHING
            """;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Session session;

    ChatRepository(Session session) {
        this.session = session;
    }

    /** Returns how many requests were new. */
    int store(List<ChatRow> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
        String json = json(rows);
        session.update(UPSERT_CONVERSATIONS, json);
        int requests = session.update(INSERT_REQUESTS, json);
        session.update(INSERT_MESSAGES, json);
        return requests;
    }

    private static String json(List<ChatRow> rows) {
        try {
            return MAPPER.writeValueAsString(rows);
        } catch (JsonProcessingException cannotHappen) {
            throw new IllegalStateException(cannotHappen);
        }
    }
}
