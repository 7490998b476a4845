-- What was done with personal data (spec N9): who, when, what, about whom by pseudonym, and how it ended. Each row carries the hash of
-- the one before, so that a change shows; signed heads show what a whole new chain or a cut end would hide. Rows are added by
-- gdpr_audit_append() alone (R__gdpr_audit.sql), which sets the hashes; nobody has INSERT.
CREATE TABLE gdpr_audit_log (
    seq       bigint           NOT NULL,
    at        timestamptz      NOT NULL,
    actor     text             NOT NULL,
    action    text COLLATE "C" NOT NULL,
    subject   text COLLATE "C",
    outcome   text COLLATE "C" NOT NULL,
    counts    jsonb            NOT NULL,
    detail    text,
    prev_hash bytea            NOT NULL,
    hash      bytea            NOT NULL,
    CONSTRAINT gdpr_audit_log_pkey PRIMARY KEY (seq),
    CONSTRAINT gdpr_audit_log_starts_at_one CHECK (seq > 0),
    CONSTRAINT gdpr_audit_log_time_is_finite CHECK (isfinite(at)),
    CONSTRAINT gdpr_audit_log_actor_named CHECK (btrim(actor) <> '' AND length(actor) <= 200),
    CONSTRAINT gdpr_audit_log_action_is_a_word CHECK (action ~ '^[a-z][a-z_]{1,39}$'),
    CONSTRAINT gdpr_audit_log_outcome_is_a_word CHECK (outcome ~ '^[a-z][a-z_]{1,39}$'),
    -- An address or a name must not get here by mistake: no row is ever deleted.
    CONSTRAINT gdpr_audit_log_subject_is_a_pseudonym CHECK (subject ~ '^[0-9a-f]{32}$'),
    CONSTRAINT gdpr_audit_log_counts_are_an_object CHECK (jsonb_typeof(counts) = 'object'),
    CONSTRAINT gdpr_audit_log_detail_is_short CHECK (length(detail) <= 2000),
    CONSTRAINT gdpr_audit_log_hashes_are_sha256 CHECK (length(prev_hash) = 32 AND length(hash) = 32)
);
CREATE INDEX gdpr_audit_log_subject_idx ON gdpr_audit_log (subject, seq) WHERE subject IS NOT NULL;
CREATE INDEX gdpr_audit_log_action_idx ON gdpr_audit_log (action, seq);
COMMENT ON TABLE gdpr_audit_log IS 'owner: monitor. What was done with personal data; append-only, each row chained to the one before.';
COMMENT ON COLUMN gdpr_audit_log.at IS 'Never before the row before, never ahead of the clock when it was written.';
COMMENT ON COLUMN gdpr_audit_log.subject IS 'Pseudonym of the person or conversation: HMAC with a key outside the database; null where nobody in particular.';
COMMENT ON COLUMN gdpr_audit_log.counts IS 'Rows by table, or what else was counted.';
COMMENT ON COLUMN gdpr_audit_log.hash IS 'gdpr_audit_hash() of the row, prev_hash included.';

-- Signed by monitor, with a key that is not in the database.
CREATE TABLE gdpr_audit_heads (
    seq       bigint           NOT NULL,
    signed_at timestamptz      NOT NULL,
    key_id    text COLLATE "C" NOT NULL,
    hash      bytea            NOT NULL,
    signature bytea            NOT NULL,
    CONSTRAINT gdpr_audit_heads_pkey PRIMARY KEY (seq),
    CONSTRAINT gdpr_audit_heads_hash_is_sha256 CHECK (length(hash) = 32),
    CONSTRAINT gdpr_audit_heads_signature_is_hmac_sha256 CHECK (length(signature) = 32)
);
COMMENT ON TABLE gdpr_audit_heads IS 'owner: monitor. That the audit log had this row with this hash, signed with a key outside the database; append-only.';
COMMENT ON COLUMN gdpr_audit_heads.key_id IS 'Which key signed: the first half of a fingerprint, so that keys can be changed.';

GRANT SELECT ON gdpr_audit_log, gdpr_audit_heads TO andon_monitor, service_role;
GRANT INSERT ON gdpr_audit_heads TO andon_monitor;

CREATE FUNCTION gdpr_append_only() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Nothing in it is ever changed or deleted; see docs/privacy.md.';
END
$$;
REVOKE ALL ON FUNCTION gdpr_append_only() FROM PUBLIC;

-- Statements, not rows: one that hits nothing is refused too. ALWAYS: session_replication_role does not switch them off.
CREATE TRIGGER gdpr_audit_log_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON gdpr_audit_log FOR EACH STATEMENT EXECUTE FUNCTION gdpr_append_only();
ALTER TABLE gdpr_audit_log ENABLE ALWAYS TRIGGER gdpr_audit_log_append_only;
CREATE TRIGGER gdpr_audit_heads_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON gdpr_audit_heads FOR EACH STATEMENT EXECUTE FUNCTION gdpr_append_only();
ALTER TABLE gdpr_audit_heads ENABLE ALWAYS TRIGGER gdpr_audit_heads_append_only;
