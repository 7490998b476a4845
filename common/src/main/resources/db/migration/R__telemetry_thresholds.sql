-- Setting and switching off limits, for pages, commands and operators alike (spec W15). The person's name goes to the audit row
-- that the trigger of V005 writes; a call that changes nothing leaves no row. Owned by the migration role.
CREATE OR REPLACE FUNCTION telemetry_set_threshold(
    p_type text, p_key text, p_baseline double precision, p_multiplier double precision, p_by text) RETURNS telemetry_thresholds
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    actor_before text := current_setting('andon.actor', true);
    result telemetry_thresholds;
BEGIN
    IF coalesce(btrim(p_by), '') = '' THEN
        RAISE EXCEPTION 'telemetry_set_threshold: say who sets it (p_by)' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM set_config('andon.actor', p_by, true);
    INSERT INTO telemetry_thresholds AS t
           (dimension_type, dimension_key, baseline_p50_ms, multiplier, is_active, updated_by)
    VALUES (p_type, p_key, p_baseline, coalesce(p_multiplier, 2.0), true, p_by)
    ON CONFLICT (dimension_type, dimension_key) DO UPDATE
       SET baseline_p50_ms = excluded.baseline_p50_ms,
           multiplier = coalesce(p_multiplier, t.multiplier),
           is_active = true,
           updated_at = clock_timestamp(),
           updated_by = excluded.updated_by
     WHERE NOT t.is_active
        OR t.baseline_p50_ms <> excluded.baseline_p50_ms
        OR t.multiplier <> coalesce(p_multiplier, t.multiplier);
    PERFORM set_config('andon.actor', coalesce(actor_before, ''), true);
    SELECT t.* INTO result FROM telemetry_thresholds t WHERE t.dimension_type = p_type AND t.dimension_key = p_key;
    RETURN result;
END
$$;
COMMENT ON FUNCTION telemetry_set_threshold(text, text, double precision, double precision, text) IS
    'Sets and activates a limit; without a multiplier it keeps the one it has, or takes 2. Returns the row as it now is.';

-- True where an active limit was switched off; false where there was none.
CREATE OR REPLACE FUNCTION telemetry_deactivate_threshold(p_type text, p_key text, p_by text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    actor_before text := current_setting('andon.actor', true);
    switched_off boolean;
BEGIN
    IF coalesce(btrim(p_by), '') = '' THEN
        RAISE EXCEPTION 'telemetry_deactivate_threshold: say who does it (p_by)' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM set_config('andon.actor', p_by, true);
    UPDATE telemetry_thresholds
       SET is_active = false,
           updated_at = clock_timestamp(),
           updated_by = p_by
     WHERE dimension_type = p_type
       AND dimension_key = p_key
       AND is_active;
    switched_off := FOUND;
    PERFORM set_config('andon.actor', coalesce(actor_before, ''), true);
    RETURN switched_off;
END
$$;
COMMENT ON FUNCTION telemetry_deactivate_threshold(text, text, text) IS
    'Switches a limit off: its dimension is no longer judged, until the limit is set again or its row deleted.';

-- A trigger function can be put on any table, a temporary one too: whoever may, could write the audit as they like.
REVOKE ALL ON FUNCTION telemetry_thresholds_audit() FROM PUBLIC;
REVOKE ALL ON FUNCTION telemetry_set_threshold(text, text, double precision, double precision, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION telemetry_deactivate_threshold(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION telemetry_set_threshold(text, text, double precision, double precision, text)
    TO andon_analyzer, andon_monitor, service_role;
GRANT EXECUTE ON FUNCTION telemetry_deactivate_threshold(text, text, text) TO andon_analyzer, andon_monitor, service_role;
