-- Queueing an analysis (spec W23): whoever asks, at most one run waits. One asker at a time holds the lock, so that nobody decides on
-- a picture that another asker is changing.
CREATE OR REPLACE FUNCTION telemetry_queue_analysis(p_by text, p_window_days integer DEFAULT NULL) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found_id uuid;
BEGIN
    IF p_window_days < 1 OR p_window_days > 400 THEN
        RAISE EXCEPTION 'telemetry_queue_analysis: a window of % days is not between 1 and 400', p_window_days
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('telemetry_analysis_runs queue', 0));
    LOOP
        -- 'QUEUED' sorts before 'RUNNING': a run that has yet to begin sees more than one that has begun.
        SELECT run_id INTO found_id FROM telemetry_analysis_runs WHERE status IN ('QUEUED', 'RUNNING') ORDER BY status LIMIT 1;
        EXIT WHEN FOUND;
        -- A row that somebody inserts by hand at this moment is no reason to fail.
        INSERT INTO telemetry_analysis_runs (triggered_at, triggered_by, window_days)
        VALUES (clock_timestamp(), coalesce(nullif(btrim(p_by), ''), 'operator'), p_window_days)
        ON CONFLICT DO NOTHING
        RETURNING run_id INTO found_id;
        EXIT WHEN FOUND;
    END LOOP;
    RETURN found_id;
END
$$;
COMMENT ON FUNCTION telemetry_queue_analysis(text, integer) IS
    'The id of the run that waits or runs; where there is none it queues one.';

-- Queues a run if the last success is older than p_max_age, or there never was one; null where it is fresh, or where a run ended
-- less than p_pause ago, so that a failing analysis is not tried in a circle. Without p_window_days the run takes the setting.
DROP FUNCTION IF EXISTS telemetry_queue_stale_analysis(text, timestamptz, interval, interval);
CREATE OR REPLACE FUNCTION telemetry_queue_stale_analysis(
    p_by text, p_now timestamptz, p_max_age interval, p_pause interval, p_window_days integer DEFAULT NULL) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('telemetry_analysis_runs queue', 0));
    IF EXISTS (SELECT FROM telemetry_analysis_runs
                WHERE (status = 'SUCCEEDED' AND finished_at >= p_now - p_max_age)
                   OR finished_at > p_now - p_pause) THEN
        RETURN NULL;
    END IF;
    RETURN telemetry_queue_analysis(p_by, p_window_days);
END
$$;

REVOKE ALL ON FUNCTION telemetry_queue_analysis(text, integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION telemetry_queue_stale_analysis(text, timestamptz, interval, interval, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION telemetry_queue_analysis(text, integer) TO andon_analyzer, andon_monitor, service_role;
GRANT EXECUTE ON FUNCTION telemetry_queue_stale_analysis(text, timestamptz, interval, interval, integer)
    TO andon_analyzer, andon_monitor, service_role;
