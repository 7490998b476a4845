-- People who sign in at an OpenID provider have no key: their session says who they are and what they may do (spec P3).
ALTER TABLE sign_in_sessions
    ALTER COLUMN key_id DROP NOT NULL,
    ADD COLUMN subject text,
    ADD COLUMN name    text,
    ADD COLUMN scopes  text[],
    ADD CONSTRAINT sign_in_sessions_scopes_known
        CHECK (scopes <@ ARRAY['ingest', 'read', 'operate', 'admin'] AND cardinality(scopes) > 0),
    ADD CONSTRAINT sign_in_sessions_one_holder CHECK (
        num_nonnulls(subject, name, scopes) = CASE WHEN key_id IS NULL THEN 3 ELSE 0 END);
COMMENT ON COLUMN sign_in_sessions.key_id IS 'The key that was signed in with; null where an OpenID provider said who it is.';
COMMENT ON COLUMN sign_in_sessions.subject IS 'Of the ID token; with name and scopes as they were at signing in.';
