-- API keys (spec P3): only the SHA-256 of the secret half is kept. A key reads andon_<key_id>_<secret>; key_id finds the row,
-- the hash is compared in constant time. Rotation: make a second key, let both live, then let the first expire.
CREATE TABLE api_keys (
    key_id       text        NOT NULL,
    name         text        NOT NULL,
    secret_hash  bytea       NOT NULL,
    scopes       text[]      NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    CONSTRAINT api_keys_pkey PRIMARY KEY (key_id),
    CONSTRAINT api_keys_secret_hash_is_sha256 CHECK (length(secret_hash) = 32),
    CONSTRAINT api_keys_scopes_known CHECK (scopes <@ ARRAY['ingest', 'read', 'operate', 'admin'] AND cardinality(scopes) > 0)
);
COMMENT ON TABLE api_keys IS 'owner: monitor. Keys of programs and people; secrets only as hashes.';
GRANT SELECT, INSERT, UPDATE, DELETE ON api_keys TO andon_monitor;
GRANT SELECT ON api_keys TO andon_ingest, andon_analyzer;

-- The other services may note that a key was used, and nothing else.
CREATE FUNCTION api_keys_touch(p_key_ids text[], p_used_at timestamptz) RETURNS integer
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH touched AS (
        UPDATE api_keys SET last_used_at = greatest(last_used_at, p_used_at) WHERE key_id = ANY (p_key_ids) RETURNING 1)
    SELECT count(*)::integer FROM touched
$$;
REVOKE ALL ON FUNCTION api_keys_touch(text[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api_keys_touch(text[], timestamptz) TO andon_ingest, andon_analyzer, andon_monitor;
