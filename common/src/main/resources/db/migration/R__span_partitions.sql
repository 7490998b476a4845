-- Makes the daily partitions of workflow_trace_log that are missing between two days (inclusive) and returns how many it made.
-- Rows that waited in the default partition move along in the same transaction, so the unique key stays exact. Owned by the
-- migration role; ingest may only call it. Safe to call from many sessions at once. A reader of the store that takes its time (a dump
-- takes hours) holds the default partition, and everybody who comes later would wait behind us; so we give up after two seconds.
CREATE OR REPLACE FUNCTION ensure_span_partitions(p_from date, p_to date) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    day date;
    partition_name text;
    made integer := 0;
BEGIN
    IF p_to < p_from OR p_to - p_from > 400 THEN
        RAISE EXCEPTION 'ensure_span_partitions: from % to % is not a range of at most 400 days', p_from, p_to
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- One maker at a time: two would make the same table.
    PERFORM pg_advisory_xact_lock(hashtextextended('workflow_trace_log partitions', 0));
    FOR day IN SELECT generate_series(p_from, p_to, interval '1 day')::date LOOP
        partition_name := 'workflow_trace_log_' || to_char(day, 'YYYYMMDD');
        CONTINUE WHEN to_regclass('public.' || partition_name) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I (LIKE workflow_trace_log INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition_name);
        -- Writers to the default partition wait here; the move and the attach are one step to them.
        LOCK TABLE workflow_trace_log_default IN ACCESS EXCLUSIVE MODE;
        EXECUTE format(
            'WITH moved AS (DELETE FROM workflow_trace_log_default
                             WHERE created_at >= %1$L AND created_at < %2$L RETURNING *)
             INSERT INTO %3$I SELECT * FROM moved',
            day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC', partition_name);
        EXECUTE format('ALTER TABLE workflow_trace_log ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            partition_name, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
        -- COPY is not allowed through a table with row-level security, so ingest copies straight into the day.
        EXECUTE format('GRANT INSERT, SELECT ON %I TO andon_ingest', partition_name);
        EXECUTE format('COMMENT ON TABLE %I IS %L', partition_name, 'owner: ingest. One day of workflow_trace_log.');
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;
REVOKE ALL ON FUNCTION ensure_span_partitions(date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_span_partitions(date, date) TO andon_ingest, service_role;
