-- Who is signed in at the dashboard (spec P3). The cookie holds 256 random bits, the row their SHA-256, so that a copy of the
-- database lets nobody in. A session ends with its key.
CREATE TABLE sign_in_sessions (
    token_hash bytea       NOT NULL,
    key_id     text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    CONSTRAINT sign_in_sessions_pkey PRIMARY KEY (token_hash),
    CONSTRAINT sign_in_sessions_token_hash_is_sha256 CHECK (length(token_hash) = 32),
    CONSTRAINT sign_in_sessions_key_id_fkey FOREIGN KEY (key_id) REFERENCES api_keys (key_id) ON DELETE CASCADE
);
CREATE INDEX sign_in_sessions_key_id_idx ON sign_in_sessions (key_id);
CREATE INDEX sign_in_sessions_expires_at_idx ON sign_in_sessions (expires_at);
COMMENT ON TABLE sign_in_sessions IS 'owner: monitor. Browsers signed in at the dashboard.';
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_sessions TO andon_monitor;

-- Readiness compares this with what the build has.
GRANT SELECT ON flyway_schema_history TO andon_ingest, andon_analyzer, andon_monitor;
