-- Findings that became work (spec W24). A finding is known by its dimension and kind: seen again, its open row is updated.
CREATE TABLE continuous_improvements (
    improvement_id bigint      GENERATED ALWAYS AS IDENTITY,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    resolved_at    timestamptz,
    source         text        NOT NULL,
    status         text        NOT NULL DEFAULT 'OPEN',
    title          text        NOT NULL,
    description    text        NOT NULL DEFAULT '',
    source_detail  jsonb       NOT NULL,
    attributes     jsonb       NOT NULL DEFAULT '{"resolved": false}',
    CONSTRAINT continuous_improvements_pkey PRIMARY KEY (improvement_id),
    CONSTRAINT continuous_improvements_status_known CHECK (status IN ('OPEN', 'RESOLVED', 'VERIFIED', 'REOPENED', 'DISMISSED')),
    CONSTRAINT continuous_improvements_bottleneck_names_dimension CHECK
        (source <> 'TELEMETRY_BOTTLENECK' OR (source_detail ? 'dimension_type' AND source_detail ? 'dimension_key'))
);
CREATE INDEX continuous_improvements_dimension_idx ON continuous_improvements
    ((source_detail ->> 'dimension_type'), (source_detail ->> 'dimension_key'));
-- The same finding has one open row, also when two analyzers write at once.
CREATE UNIQUE INDEX continuous_improvements_one_open ON continuous_improvements
    ((source_detail ->> 'dimension_type'), (source_detail ->> 'dimension_key'), (source_detail ->> 'finding'))
    WHERE source = 'TELEMETRY_BOTTLENECK' AND status IN ('OPEN', 'REOPENED');
COMMENT ON TABLE continuous_improvements IS 'owner: analyzer. Improvements opened from findings, and what became of them.';
GRANT SELECT, INSERT, UPDATE ON continuous_improvements TO andon_analyzer;
GRANT SELECT ON continuous_improvements TO andon_monitor;
GRANT SELECT, INSERT, UPDATE, DELETE ON continuous_improvements TO service_role;

CREATE TABLE ops_agent_events (
    event_id     bigint      GENERATED ALWAYS AS IDENTITY,
    type         text        NOT NULL,
    data         jsonb       NOT NULL DEFAULT '{}',
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    processed_at timestamptz,
    CONSTRAINT ops_agent_events_pkey PRIMARY KEY (event_id),
    CONSTRAINT ops_agent_events_type_not_empty CHECK (type <> '')
);
CREATE INDEX ops_agent_events_waiting_idx ON ops_agent_events (event_id) WHERE processed_at IS NULL;
COMMENT ON TABLE ops_agent_events IS 'owner: analyzer. Events that the ops loop reacts to.';

-- Emits an event and wakes the loop; the row, not the notification, is the signal that counts.
CREATE FUNCTION ops_emit_event(p_type text, p_data jsonb) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    new_id bigint;
BEGIN
    INSERT INTO ops_agent_events (type, data) VALUES (p_type, coalesce(p_data, '{}')) RETURNING event_id INTO new_id;
    PERFORM pg_notify('ops_events', new_id::text);
    RETURN new_id;
END
$$;
REVOKE ALL ON FUNCTION ops_emit_event(text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ops_emit_event(text, jsonb) TO andon_analyzer, service_role;
GRANT SELECT, INSERT, UPDATE ON ops_agent_events TO andon_analyzer;
GRANT SELECT ON ops_agent_events TO andon_monitor;
GRANT SELECT, INSERT, UPDATE, DELETE ON ops_agent_events TO service_role;
