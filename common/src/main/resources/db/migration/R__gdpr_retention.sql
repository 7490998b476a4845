-- Retention (spec N11). Every deletion is bounded, computes what is due from the rule itself, leaves out what a hold covers, and
-- runs with the rights of the schema's owner: monitor can ask for a step, not for what goes. docs/privacy.md says what is decided.

-- Rows from before this moment are due: a UTC midnight, so that days and hours go whole. Null where data is kept for ever.
CREATE OR REPLACE FUNCTION retention_cutoff(p_class text, p_now timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT ((least(p_now, clock_timestamp()) AT TIME ZONE 'UTC')::date - keep_days)::timestamp AT TIME ZONE 'UTC'
      FROM retention_rules
     WHERE data_class = p_class
$$;

-- Sets how many days a class is kept, null for ever, and says so in the audit log. Returns the rule as it now is.
CREATE OR REPLACE FUNCTION retention_set_rule(p_class text, p_days integer, p_by text) RETURNS retention_rules
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    rule retention_rules;
    was  integer;
BEGIN
    IF coalesce(btrim(p_by), '') = '' THEN
        RAISE EXCEPTION 'retention_set_rule: say who sets it (p_by)' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- Two changes must not pass each other's look at the order.
    LOCK TABLE retention_rules IN SHARE ROW EXCLUSIVE MODE;
    SELECT r.* INTO rule FROM retention_rules r WHERE r.data_class = p_class;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'retention_set_rule: there is no data class %', p_class USING ERRCODE = 'invalid_parameter_value';
    END IF;
    was := rule.keep_days;
    IF was IS NOT DISTINCT FROM p_days THEN
        RETURN rule;
    END IF;
    UPDATE retention_rules r
       SET keep_days = p_days, updated_at = clock_timestamp(), updated_by = p_by
     WHERE r.data_class = p_class
    RETURNING r.* INTO rule;
    IF EXISTS (SELECT
                 FROM retention_rules s, retention_rules t, retention_rules u
                WHERE s.data_class = 'spans' AND t.data_class = 'trace_summaries' AND u.data_class = 'rollups'
                  AND (coalesce(s.keep_days, 99999) > coalesce(t.keep_days, 99999)
                       OR coalesce(t.keep_days, 99999) > coalesce(u.keep_days, 99999))) THEN
        RAISE EXCEPTION 'Spans may not be kept longer than trace summaries, nor those longer than rollups: each is needed to keep the next right.'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM gdpr_audit_append(p_by, 'policy_change', NULL, 'done',
        jsonb_build_object('keep_days', p_days, 'kept_days_before', was), 'Retention of ' || p_class || '.');
    RETURN rule;
END
$$;
COMMENT ON FUNCTION retention_set_rule(text, integer, text) IS
    'Sets how many days a data class is kept (null: for ever) and by whom; an entry of the audit log.';

-- Whether writes wait to be folded whose spans start before a moment: what is deleted now would never be counted.
CREATE OR REPLACE FUNCTION retention_unfolded(p_before timestamptz) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT
                     FROM span_batches b
                    WHERE b.first_start_at < p_before
                      AND b.xid >= coalesce((SELECT folded_xid FROM rollup_watermarks WHERE name = 'spans'), '0'))
$$;

-- Days whose spans are due and that have a partition, oldest first.
CREATE OR REPLACE FUNCTION retention_span_days(p_now timestamptz) RETURNS SETOF date
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT to_date(right(child.relname, 8), 'YYYYMMDD') AS day
      FROM pg_inherits
      JOIN pg_class child ON child.oid = pg_inherits.inhrelid
     WHERE pg_inherits.inhparent = 'workflow_trace_log'::regclass
       AND child.relname ~ '^workflow_trace_log_[0-9]{8}$'
       AND to_date(right(child.relname, 8), 'YYYYMMDD') < (retention_cutoff('spans', p_now) AT TIME ZONE 'UTC')::date
     ORDER BY day
$$;

-- One step with the spans of one day that is due; null is for those without a partition of their own. A day of which nothing is held is
-- dropped as a whole; of another the traces that are not held go, at most p_limit spans at once. Returns how many went and how it stands:
-- dropped, done, more, waiting (for the fold), held. Gives up after two seconds behind somebody who reads the store.
CREATE OR REPLACE FUNCTION retention_delete_spans(
    p_day date, p_limit integer, p_now timestamptz, OUT deleted bigint, OUT state text)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    cutoff     timestamptz := retention_cutoff('spans', p_now);
    day_start  timestamptz := p_day::timestamp AT TIME ZONE 'UTC';
    day_end    timestamptz := coalesce((p_day + 1)::timestamp AT TIME ZONE 'UTC', cutoff);
    leaf       text := coalesce('workflow_trace_log_' || to_char(p_day, 'YYYYMMDD'), 'workflow_trace_log_default');
    traces     text[];
    any_held   boolean := false;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('retention_holds', 0));
    deleted := 0;
    state := 'done';
    IF cutoff IS NULL OR day_end > cutoff OR to_regclass('public.' || leaf) IS NULL THEN
        RETURN;
    ELSIF retention_stopped('spans') THEN
        state := 'held';
        RETURN;
    ELSIF retention_unfolded(day_end) THEN
        state := 'waiting';
        RETURN;
    END IF;
    traces := ARRAY(SELECT retention_held_traces(coalesce(day_start, '-infinity'), day_end));
    IF cardinality(traces) > 0 THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE trace_id = ANY ($1))', leaf) INTO any_held USING traces;
    END IF;
    IF p_day IS NOT NULL AND NOT any_held THEN
        EXECUTE format('SELECT count(*) FROM %I', leaf) INTO deleted;
        -- Whoever makes partitions takes this lock too.
        PERFORM pg_advisory_xact_lock(hashtextextended('workflow_trace_log partitions', 0));
        EXECUTE format('DROP TABLE %I', leaf);
        state := 'dropped';
    ELSE
        EXECUTE format(
            'DELETE FROM %1$I
              WHERE ctid = ANY (ARRAY(SELECT l.ctid
                                        FROM %1$I l
                                       WHERE l.created_at < $1
                                         AND NOT EXISTS (SELECT FROM unnest($2) AS held WHERE held = l.trace_id)
                                       LIMIT $3))', leaf)
            USING day_end, traces, p_limit;
        GET DIAGNOSTICS deleted = ROW_COUNT;
        state := CASE WHEN deleted = p_limit THEN 'more' WHEN any_held THEN 'held' ELSE 'done' END;
    END IF;
    UPDATE retention_rules
       SET gone_before = day_end
     WHERE data_class = 'spans'
       AND (deleted > 0 OR state = 'dropped')
       AND (gone_before IS NULL OR gone_before < day_end);
END
$$;

-- One step with the rows of another class that are due, about p_limit of them. Returns how many rows of which tables went, {} where
-- there are none left, and how it stands, as above.
CREATE OR REPLACE FUNCTION retention_delete(
    p_class text, p_limit integer, p_now timestamptz, OUT deleted jsonb, OUT state text)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    cutoff timestamptz := retention_cutoff(p_class, p_now);
    talks  text[];
    people text[];
    gone   bigint;
    more   bigint := 0;
    name   text;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('retention_holds', 0));
    deleted := '{}';
    state := 'done';
    IF cutoff IS NULL THEN
        RETURN;
    ELSIF retention_stopped(p_class) THEN
        state := 'held';
        RETURN;
    END IF;

    IF p_class = 'chat_telemetry' THEN
        IF NOT EXISTS (SELECT FROM retention_rules r WHERE r.data_class = p_class AND r.gone_before >= cutoff) THEN
            -- From here on the rollups of these hours stay as they are, so everything noted has to be in them.
            PERFORM pg_advisory_xact_lock(hashtextextended('refresh_chat_telemetry_rollups', 0));
            IF EXISTS (SELECT FROM chat_telemetry_changes WHERE bucket_start < cutoff) THEN
                state := 'waiting';
                RETURN;
            END IF;
            UPDATE retention_rules SET gone_before = cutoff WHERE data_class = p_class;
        END IF;
        talks := ARRAY(SELECT retention_held_conversations());
        people := ARRAY(SELECT retention_held_persons());
        WITH due AS (
            SELECT t.request_id
              FROM chat_telemetry t
             WHERE t.created_at < cutoff
               AND NOT coalesce(t.conversation_id = ANY (talks), false)
               AND NOT coalesce(lower(btrim(t.user_id)) = ANY (people), false)
             ORDER BY t.created_at
             LIMIT p_limit)
        DELETE FROM chat_telemetry t USING due WHERE t.request_id = due.request_id;
        GET DIAGNOSTICS more = ROW_COUNT;
        deleted := jsonb_build_object('chat_telemetry', more);
    ELSIF p_class = 'conversations' THEN
        talks := ARRAY(SELECT retention_held_conversations());
        WITH due AS MATERIALIZED (
            SELECT c.conversation_id
              FROM conversations c
             WHERE c.last_message_at < cutoff
               AND c.conversation_id <> ALL (talks)
             ORDER BY c.last_message_at
             LIMIT p_limit / 10
               FOR UPDATE SKIP LOCKED),
        said AS (DELETE FROM messages m USING due WHERE m.conversation_id = due.conversation_id RETURNING 1),
        held AS (DELETE FROM conversations c USING due WHERE c.conversation_id = due.conversation_id RETURNING 1)
        SELECT (SELECT count(*) FROM held), (SELECT count(*) FROM said) INTO more, gone;
        deleted := jsonb_build_object('conversations', more, 'messages', gone);
    ELSIF p_class = 'trace_summaries' THEN
        -- A summary outlives its spans: by it the fold tells late ones of a trace that is counted.
        WITH due AS (
            SELECT s.trace_id
              FROM trace_summaries s
             WHERE s.started_at < cutoff
               AND NOT EXISTS (SELECT
                                 FROM workflow_trace_log l
                                WHERE l.trace_id = s.trace_id
                                  AND l.created_at >= s.started_at
                                  AND l.created_at <= s.last_start_at)
             LIMIT p_limit)
        DELETE FROM trace_summaries s USING due WHERE s.trace_id = due.trace_id;
        GET DIAGNOSTICS more = ROW_COUNT;
        deleted := jsonb_build_object('trace_summaries', more);
    ELSIF p_class = 'monitor_runs' THEN
        WITH due AS (SELECT r.run_id FROM monitor_runs r WHERE r.started_at < cutoff ORDER BY r.started_at LIMIT p_limit / 10)
        DELETE FROM monitor_runs r USING due WHERE r.run_id = due.run_id;
        GET DIAGNOSTICS more = ROW_COUNT;
        deleted := jsonb_build_object('monitor_runs', more);
    ELSIF p_class = 'rollups' THEN
        FOREACH name IN ARRAY ARRAY['dimension_rollups', 'call_rollups', 'trace_rollups', 'chat_telemetry_rollups',
                                    'chat_telemetry_domain_rollups', 'chat_telemetry_model_rollups'] LOOP
            EXECUTE format('DELETE FROM %1$I WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$I WHERE bucket_start < $1 LIMIT $2))', name)
                USING cutoff, p_limit;
            GET DIAGNOSTICS gone = ROW_COUNT;
            more := more + gone;
            deleted := deleted || jsonb_build_object(name, gone);
        END LOOP;
    ELSE
        RAISE EXCEPTION 'retention_delete: there is no data class %', p_class USING ERRCODE = 'invalid_parameter_value';
    END IF;
    deleted := (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(deleted) WHERE value <> '0');
    state := CASE WHEN more > 0 THEN 'more' ELSE 'done' END;
END
$$;

-- What each rule means now: rows before the cutoff, and how many of those a hold covers. Counts rows, so it may take its time.
CREATE OR REPLACE FUNCTION retention_due(p_now timestamptz)
    RETURNS TABLE (data_class text, keep_days integer, cutoff timestamptz, due bigint, held bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    talks text[] := ARRAY(SELECT retention_held_conversations());
    people text[] := ARRAY(SELECT retention_held_persons());
    traces text[];
BEGIN
    FOR data_class, keep_days, cutoff IN
        SELECT r.data_class, r.keep_days, retention_cutoff(r.data_class, p_now)
          FROM retention_rules r
         ORDER BY array_position(ARRAY['spans', 'chat_telemetry', 'conversations', 'trace_summaries', 'rollups', 'monitor_runs'],
                                 r.data_class::text)
    LOOP
        due := 0;
        held := 0;
        CASE data_class
        WHEN 'spans' THEN
            traces := ARRAY(SELECT retention_held_traces('-infinity', cutoff));
            SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT FROM unnest(traces) AS t WHERE t = l.trace_id)) INTO due, held
              FROM workflow_trace_log l WHERE l.created_at < cutoff;
        WHEN 'chat_telemetry' THEN
            SELECT count(*), count(*) FILTER (WHERE t.conversation_id = ANY (talks) OR lower(btrim(t.user_id)) = ANY (people))
              INTO due, held
              FROM chat_telemetry t WHERE t.created_at < cutoff;
        WHEN 'conversations' THEN
            SELECT count(*), count(*) FILTER (WHERE c.conversation_id = ANY (talks)) INTO due, held
              FROM conversations c WHERE c.last_message_at < cutoff;
        WHEN 'trace_summaries' THEN
            SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT
                                                              FROM workflow_trace_log l
                                                             WHERE l.trace_id = s.trace_id
                                                               AND l.created_at >= s.started_at
                                                               AND l.created_at <= s.last_start_at))
              INTO due, held
              FROM trace_summaries s WHERE s.started_at < cutoff;
        WHEN 'monitor_runs' THEN
            SELECT count(*) INTO due FROM monitor_runs r WHERE r.started_at < cutoff;
        WHEN 'rollups' THEN
            SELECT sum(n) INTO due
              FROM (SELECT count(*) AS n FROM dimension_rollups WHERE bucket_start < cutoff
                     UNION ALL SELECT count(*) FROM call_rollups WHERE bucket_start < cutoff
                     UNION ALL SELECT count(*) FROM trace_rollups WHERE bucket_start < cutoff
                     UNION ALL SELECT count(*) FROM chat_telemetry_rollups WHERE bucket_start < cutoff
                     UNION ALL SELECT count(*) FROM chat_telemetry_domain_rollups WHERE bucket_start < cutoff
                     UNION ALL SELECT count(*) FROM chat_telemetry_model_rollups WHERE bucket_start < cutoff) AS tables;
        END CASE;
        IF retention_stopped(data_class) THEN
            held := due;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Classes with a row that should have gone so long ago, though no hold covers it. Looks for one row each.
CREATE OR REPLACE FUNCTION retention_overdue(p_now timestamptz, p_slack interval) RETURNS SETOF text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    talks  text[] := ARRAY(SELECT retention_held_conversations());
    people text[] := ARRAY(SELECT retention_held_persons());
    traces text[];
    late   timestamptz;
BEGIN
    late := retention_cutoff('spans', p_now) - p_slack;
    IF EXISTS (SELECT FROM workflow_trace_log l WHERE l.created_at < late) AND NOT retention_stopped('spans') THEN
        traces := ARRAY(SELECT retention_held_traces('-infinity', late));
        IF EXISTS (SELECT FROM workflow_trace_log l WHERE l.created_at < late AND l.trace_id <> ALL (traces)) THEN
            RETURN NEXT 'spans';
        END IF;
    END IF;
    late := retention_cutoff('chat_telemetry', p_now) - p_slack;
    IF NOT retention_stopped('chat_telemetry') AND EXISTS (
        SELECT FROM chat_telemetry t
         WHERE t.created_at < late
           AND NOT coalesce(t.conversation_id = ANY (talks), false)
           AND NOT coalesce(lower(btrim(t.user_id)) = ANY (people), false)) THEN
        RETURN NEXT 'chat_telemetry';
    END IF;
    late := retention_cutoff('conversations', p_now) - p_slack;
    IF NOT retention_stopped('conversations') AND EXISTS (
        SELECT FROM conversations c WHERE c.last_message_at < late AND c.conversation_id <> ALL (talks)) THEN
        RETURN NEXT 'conversations';
    END IF;
    late := retention_cutoff('monitor_runs', p_now) - p_slack;
    IF NOT retention_stopped('monitor_runs') AND EXISTS (SELECT FROM monitor_runs r WHERE r.started_at < late) THEN
        RETURN NEXT 'monitor_runs';
    END IF;
    late := retention_cutoff('rollups', p_now) - p_slack;
    IF NOT retention_stopped('rollups') AND (
        EXISTS (SELECT FROM dimension_rollups WHERE bucket_start < late) OR EXISTS (SELECT FROM trace_rollups WHERE bucket_start < late)
        OR EXISTS (SELECT FROM chat_telemetry_rollups WHERE bucket_start < late)) THEN
        RETURN NEXT 'rollups';
    END IF;
END
$$;

REVOKE ALL ON FUNCTION gdpr_held(text[], text[], text[]), retention_held_persons(), retention_held_conversations(),
    retention_held_traces(timestamptz, timestamptz), retention_set_rule(text, integer, text),
    retention_add_hold(text, text, text, text, text), retention_release_hold(bigint, text),
    retention_delete_spans(date, integer, timestamptz), retention_delete(text, integer, timestamptz), retention_due(timestamptz),
    retention_overdue(timestamptz, interval), retention_span_days(timestamptz), retention_cutoff(text, timestamptz)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_held(text[], text[], text[]), retention_held_persons(), retention_held_conversations(),
    retention_held_traces(timestamptz, timestamptz), retention_set_rule(text, integer, text),
    retention_add_hold(text, text, text, text, text), retention_release_hold(bigint, text),
    retention_delete_spans(date, integer, timestamptz), retention_delete(text, integer, timestamptz), retention_due(timestamptz),
    retention_overdue(timestamptz, interval), retention_span_days(timestamptz), retention_cutoff(text, timestamptz)
    TO andon_monitor;
