-- Chat telemetry by the hour (spec N1), of all requests, by domain and by model. Kept by refresh_chat_telemetry_rollups, which
-- makes an hour anew from its rows, so late rows, deletions and replays need no care.
CREATE TABLE chat_telemetry_rollups (
    bucket_start      timestamptz NOT NULL,
    refreshed_at      timestamptz NOT NULL,
    requests          bigint      NOT NULL,
    errors            bigint      NOT NULL,
    input_tokens      bigint      NOT NULL,
    output_tokens     bigint      NOT NULL,
    priced_requests   bigint      NOT NULL,
    latency_p50_ms    double precision,
    latency_p95_ms    double precision,
    cost_usd          numeric,
    latency_histogram bytea       NOT NULL,
    CONSTRAINT chat_telemetry_rollups_pkey PRIMARY KEY (bucket_start)
);
COMMENT ON TABLE chat_telemetry_rollups IS 'owner: analyzer. Chat requests by the hour they start in.';
COMMENT ON COLUMN chat_telemetry_rollups.refreshed_at IS 'When the row last became another.';
COMMENT ON COLUMN chat_telemetry_rollups.errors IS 'Requests that ended in an error or a timeout; cancelled ones are none.';
COMMENT ON COLUMN chat_telemetry_rollups.cost_usd IS 'Of the priced_requests whose cost is known; null where there are none.';
COMMENT ON COLUMN chat_telemetry_rollups.latency_p50_ms IS 'Exact; null where no request said how long it took.';
COMMENT ON COLUMN chat_telemetry_rollups.latency_histogram IS
    'Six bytes an occupied bucket: its number (int2, see latency_bucket) and count (int4). Histograms side by side are their sum.';

CREATE TABLE chat_telemetry_domain_rollups (LIKE chat_telemetry_rollups INCLUDING COMMENTS);
ALTER TABLE chat_telemetry_domain_rollups
    ADD COLUMN domain text NOT NULL,
    ADD CONSTRAINT chat_telemetry_domain_rollups_pkey PRIMARY KEY (bucket_start, domain);
COMMENT ON TABLE chat_telemetry_domain_rollups IS 'owner: analyzer. Chat requests by hour and domain; (unknown) where none was named.';

CREATE TABLE chat_telemetry_model_rollups (LIKE chat_telemetry_rollups INCLUDING COMMENTS);
ALTER TABLE chat_telemetry_model_rollups
    ADD COLUMN model text NOT NULL,
    ADD CONSTRAINT chat_telemetry_model_rollups_pkey PRIMARY KEY (bucket_start, model);
COMMENT ON TABLE chat_telemetry_model_rollups IS 'owner: analyzer. Chat requests by hour and model; (unknown) where none was named.';

GRANT SELECT, INSERT, UPDATE, DELETE
    ON chat_telemetry_rollups, chat_telemetry_domain_rollups, chat_telemetry_model_rollups TO andon_analyzer, service_role;
GRANT SELECT ON chat_telemetry_rollups, chat_telemetry_domain_rollups, chat_telemetry_model_rollups TO andon_monitor;

-- The hours whose rows changed since their rollups were made. A note commits with its change, so whoever takes the note sees the
-- change. Several notes of one hour are fine: writers of the same hour must not wait for each other.
CREATE TABLE chat_telemetry_changes (
    change_id    bigint      GENERATED ALWAYS AS IDENTITY,
    bucket_start timestamptz NOT NULL,
    noted_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT chat_telemetry_changes_pkey PRIMARY KEY (change_id)
);
COMMENT ON TABLE chat_telemetry_changes IS
    'owner: analyzer. Hours whose chat rows changed; noted by triggers of chat_telemetry, taken by the refresh.';
COMMENT ON COLUMN chat_telemetry_changes.noted_at IS 'Before the change committed, so before it was acknowledged.';
GRANT SELECT, INSERT, UPDATE, DELETE ON chat_telemetry_changes TO andon_analyzer, service_role;
GRANT SELECT ON chat_telemetry_changes TO andon_monitor;

-- Whoever may change rows, erasure and operators included, leaves the note.
CREATE FUNCTION chat_telemetry_note_changes() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF tg_op <> 'INSERT' THEN
        INSERT INTO chat_telemetry_changes (bucket_start)
        SELECT DISTINCT date_bin('1 hour', created_at, timestamptz 'epoch') FROM old_rows;
    END IF;
    IF tg_op <> 'DELETE' THEN
        INSERT INTO chat_telemetry_changes (bucket_start)
        SELECT DISTINCT date_bin('1 hour', created_at, timestamptz 'epoch') FROM new_rows;
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION chat_telemetry_note_changes() FROM PUBLIC;
CREATE TRIGGER chat_telemetry_note_inserts AFTER INSERT ON chat_telemetry
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION chat_telemetry_note_changes();
CREATE TRIGGER chat_telemetry_note_updates AFTER UPDATE ON chat_telemetry
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION chat_telemetry_note_changes();
CREATE TRIGGER chat_telemetry_note_deletes AFTER DELETE ON chat_telemetry
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION chat_telemetry_note_changes();

INSERT INTO rollup_watermarks (name, folded_xid, as_of, updated_at) VALUES ('chat_telemetry', '0', timestamptz 'epoch', now());
