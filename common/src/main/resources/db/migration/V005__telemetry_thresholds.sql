-- Limits that people set (spec W13 to W15); every change leaves an audit row, whoever makes it.
CREATE TABLE telemetry_thresholds (
    dimension_type  text             NOT NULL,
    dimension_key   text             NOT NULL,
    baseline_p50_ms double precision NOT NULL,
    multiplier      double precision NOT NULL DEFAULT 2.0,
    is_active       boolean          NOT NULL DEFAULT true,
    created_at      timestamptz      NOT NULL DEFAULT now(),
    updated_at      timestamptz      NOT NULL DEFAULT now(),
    updated_by      text             NOT NULL DEFAULT current_user,
    CONSTRAINT telemetry_thresholds_pkey PRIMARY KEY (dimension_type, dimension_key),
    CONSTRAINT telemetry_thresholds_dimension_type_known CHECK (dimension_type IN
        ('phase', 'gate', 'subagent', 'sd_type', 'gate+sd_type', 'model', 'tool', 'service', 'operation')),
    CONSTRAINT telemetry_thresholds_dimension_key_not_empty CHECK (dimension_key <> ''),
    CONSTRAINT telemetry_thresholds_baseline_positive CHECK (baseline_p50_ms > 0 AND baseline_p50_ms < 'Infinity'),
    CONSTRAINT telemetry_thresholds_multiplier_at_least_one CHECK (multiplier >= 1 AND multiplier < 'Infinity')
);
COMMENT ON TABLE telemetry_thresholds IS 'owner: analyzer. Baseline and multiplier per dimension, set by people.';

CREATE TABLE telemetry_threshold_audit (
    audit_id       bigint      GENERATED ALWAYS AS IDENTITY,
    changed_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_by     text        NOT NULL,
    dimension_type text        NOT NULL,
    dimension_key  text        NOT NULL,
    before         jsonb,
    after          jsonb,
    CONSTRAINT telemetry_threshold_audit_pkey PRIMARY KEY (audit_id)
);
COMMENT ON TABLE telemetry_threshold_audit IS 'owner: analyzer. Who changed which threshold, when, from what to what. Written by trigger.';

CREATE FUNCTION telemetry_thresholds_audit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO telemetry_threshold_audit (changed_by, dimension_type, dimension_key, before, after)
    VALUES (
        coalesce(nullif(current_setting('andon.actor', true), ''), session_user),
        coalesce(new.dimension_type, old.dimension_type),
        coalesce(new.dimension_key, old.dimension_key),
        CASE WHEN tg_op <> 'INSERT' THEN to_jsonb(old) END,
        CASE WHEN tg_op <> 'DELETE' THEN to_jsonb(new) END);
    RETURN NULL;
END
$$;
CREATE TRIGGER telemetry_thresholds_audit AFTER INSERT OR UPDATE OR DELETE ON telemetry_thresholds
    FOR EACH ROW EXECUTE FUNCTION telemetry_thresholds_audit();

INSERT INTO telemetry_thresholds (dimension_type, dimension_key, baseline_p50_ms, multiplier) VALUES
    ('phase', 'LEAD', 30000, 2.0),
    ('phase', 'PLAN', 60000, 2.0),
    ('phase', 'EXEC', 45000, 2.0),
    ('gate', 'GATE_PRD_REQUIRED', 5000, 3.0),
    ('gate', 'GATE_DESIGN_REVIEW', 8000, 2.5),
    ('gate', 'GATE_TEST_COVERAGE', 10000, 2.0),
    ('subagent', 'DESIGN', 120000, 1.5),
    ('subagent', 'RCA', 90000, 1.5),
    ('subagent', 'TESTING', 100000, 1.5);

GRANT SELECT, INSERT, UPDATE, DELETE ON telemetry_thresholds TO andon_analyzer, service_role;
GRANT SELECT ON telemetry_threshold_audit TO andon_analyzer, andon_monitor, service_role;
GRANT SELECT ON telemetry_thresholds TO andon_monitor;
