-- Chat telemetry (spec N1): one row a chat request, from POST /api/v1/chat/telemetry or from a GenAI span, with the conversation it
-- belongs to and, where content was captured, its messages. Texts are cut to these lengths before they come here.
CREATE TABLE conversations (
    conversation_id text COLLATE "C" NOT NULL,
    started_at      timestamptz      NOT NULL,
    last_message_at timestamptz      NOT NULL,
    user_id         text,
    domain          text,
    CONSTRAINT conversations_pkey PRIMARY KEY (conversation_id),
    CONSTRAINT conversations_starts_before_it_ends CHECK (started_at <= last_message_at)
);
CREATE INDEX conversations_user_id_idx ON conversations (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX conversations_last_message_at_idx ON conversations (last_message_at);
COMMENT ON TABLE conversations IS 'owner: ingest. One row a conversation that a chat request or message named.';
COMMENT ON COLUMN conversations.last_message_at IS 'Of its newest message or request.';

CREATE TABLE messages (
    message_id      text COLLATE "C" NOT NULL,
    conversation_id text COLLATE "C" NOT NULL,
    sent_at         timestamptz      NOT NULL,
    role            text             NOT NULL,
    content         text             NOT NULL,
    trace_id        text COLLATE "C",
    span_id         text COLLATE "C",
    CONSTRAINT messages_pkey PRIMARY KEY (message_id),
    CONSTRAINT messages_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations (conversation_id)
);
CREATE INDEX messages_conversation_id_idx ON messages (conversation_id, sent_at);
CREATE INDEX messages_sent_at_idx ON messages (sent_at);
COMMENT ON TABLE messages IS 'owner: ingest. What was said, where content was captured or sent.';

CREATE TABLE chat_telemetry (
    created_at      timestamptz      NOT NULL,
    latency_ms      double precision,
    input_tokens    bigint,
    output_tokens   bigint,
    cost_usd        numeric,
    request_id      text COLLATE "C" NOT NULL,
    source          text COLLATE "C" NOT NULL,
    outcome         text COLLATE "C" NOT NULL,
    domain          text,
    model           text,
    provider        text,
    error_type      text,
    conversation_id text COLLATE "C",
    user_id         text,
    trace_id        text COLLATE "C",
    span_id         text COLLATE "C",
    CONSTRAINT chat_telemetry_pkey PRIMARY KEY (request_id),
    CONSTRAINT chat_telemetry_source_known CHECK (source IN ('api', 'span')),
    CONSTRAINT chat_telemetry_outcome_known CHECK (outcome IN ('ok', 'error', 'timeout', 'cancelled')),
    CONSTRAINT chat_telemetry_latency_in_range CHECK (latency_ms BETWEEN 0 AND 9e12),
    -- A million rows of the greatest count still add up to a bigint.
    CONSTRAINT chat_telemetry_input_tokens_in_range CHECK (input_tokens BETWEEN 0 AND 1000000000000),
    CONSTRAINT chat_telemetry_output_tokens_in_range CHECK (output_tokens BETWEEN 0 AND 1000000000000),
    CONSTRAINT chat_telemetry_cost_in_range CHECK (cost_usd BETWEEN 0 AND 1000000000)
);
CREATE INDEX chat_telemetry_created_at_idx ON chat_telemetry (created_at);
CREATE INDEX chat_telemetry_conversation_id_idx ON chat_telemetry (conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX chat_telemetry_user_id_idx ON chat_telemetry (user_id) WHERE user_id IS NOT NULL;
COMMENT ON TABLE chat_telemetry IS 'owner: ingest. One row a chat request; request_id is given, or trace_id-span_id of the span.';
COMMENT ON COLUMN chat_telemetry.created_at IS 'Start of the request.';
COMMENT ON COLUMN chat_telemetry.cost_usd IS 'As recorded by the caller; null where nobody said.';
COMMENT ON COLUMN chat_telemetry.source IS 'api: sent to POST /api/v1/chat/telemetry; span: made of a GenAI span.';

GRANT SELECT, INSERT ON chat_telemetry, messages TO andon_ingest;
GRANT SELECT, INSERT, UPDATE ON conversations TO andon_ingest;
GRANT SELECT ON chat_telemetry TO andon_analyzer;
GRANT SELECT ON chat_telemetry, conversations, messages TO andon_monitor;
GRANT SELECT, INSERT, UPDATE, DELETE ON chat_telemetry, conversations, messages TO service_role;

-- How far jobs of ingest have followed the span store: everything below followed_xid is done.
CREATE TABLE span_followers (
    name         text        NOT NULL,
    followed_xid xid8        NOT NULL DEFAULT '0',
    as_of        timestamptz NOT NULL DEFAULT timestamptz 'epoch',
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT span_followers_pkey PRIMARY KEY (name)
);
INSERT INTO span_followers (name) VALUES ('chat');
COMMENT ON TABLE span_followers IS 'owner: ingest. Jobs that make rows of committed spans, and how far each has come.';
COMMENT ON COLUMN span_followers.as_of IS 'Every span acknowledged before this time has been followed.';
GRANT SELECT, UPDATE ON span_followers TO andon_ingest;
GRANT SELECT ON span_followers TO andon_analyzer, andon_monitor;
GRANT SELECT, UPDATE ON span_followers TO service_role;
