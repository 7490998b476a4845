-- What is exported to a person (spec N10): the rows that erasure would take, found by the same statements.

-- Rows of one table about the person of an export that is ready: theirs whole, of others' rows only the columns that mention them. Reads the
-- whole table: call it without a timeout, all tables in one REPEATABLE READ transaction.
CREATE OR REPLACE FUNCTION gdpr_request_rows(p_request uuid, p_table text) RETURNS TABLE (owned boolean, content jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    matcher record;
    sql record;
    mentions text;
BEGIN
    IF NOT EXISTS (SELECT FROM gdpr_requests r WHERE r.request_id = p_request AND r.kind = 'export' AND r.phase = 'ready'
                                                 AND r.state = 'running') THEN
        RAISE EXCEPTION 'There is no export that can be fetched.' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF NOT EXISTS (SELECT FROM gdpr_catalog_tables c WHERE c.table_name = p_table AND c.treatment <> 'none') THEN
        RAISE EXCEPTION 'The table is not in the catalogue.' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT * INTO matcher FROM gdpr_matcher(p_request);
    SELECT * INTO sql FROM gdpr_statement(p_table);
    SELECT string_agg(format('%1$L, CASE WHEN %1$I IS DISTINCT FROM gdpr_redacted(%1$I, $5, $1, $7) THEN to_jsonb(%1$I) END',
                             c.column_name), ', ')
      INTO mentions
      FROM gdpr_catalog c
     WHERE c.table_name = p_table
       AND c.role IN ('text', 'content', 'attributes', 'key', 'user');
    RETURN QUERY EXECUTE format(
        'SELECT %1$s, CASE WHEN %1$s THEN to_jsonb(t) - ''token_hash'' ELSE jsonb_strip_nulls(jsonb_build_object(%2$s)) END
           FROM %3$I AS t WHERE %1$s OR %4$s', sql.owned, coalesce(mentions, ''), p_table, sql.mentioned)
      USING matcher.given, matcher.addresses, matcher.conversations, p_request, matcher.pattern, matcher.needles, '[erased]';
END
$$;
REVOKE ALL ON FUNCTION gdpr_request_rows(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_request_rows(uuid, text) TO andon_monitor;

-- The export was handed over whole: receipt, entry of the audit log, and nothing of who it was about, in one transaction. False where
-- somebody else fetched it first.
CREATE OR REPLACE FUNCTION gdpr_request_exported(p_request uuid, p_actor text, p_counts jsonb, p_sha256 text, p_now timestamptz)
    RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    request gdpr_requests;
    entry gdpr_audit_log;
BEGIN
    SELECT * INTO request FROM gdpr_requests WHERE request_id = p_request FOR UPDATE;
    IF request.kind IS DISTINCT FROM 'export' OR request.phase <> 'ready' OR request.state <> 'running' THEN
        RETURN false;
    END IF;
    DELETE FROM gdpr_request_identifiers WHERE request_id = p_request;
    DELETE FROM gdpr_request_traces WHERE request_id = p_request;
    entry := gdpr_audit_append(p_actor, 'export', request.subject, 'verified', p_counts, 'request ' || p_request, NULL);
    UPDATE gdpr_requests
       SET state = 'verified', finished_at = p_now, state_reason = NULL,
           receipt = jsonb_build_object('request', request_id, 'kind', kind, 'subject', subject, 'requested_at', requested_at,
                                        'verified_at', p_now, 'requested_by', requested_by, 'fetched_by', p_actor,
                                        'tables', p_counts, 'sha256', p_sha256,
                                        'audit_entry', entry.seq, 'audit_hash', encode(entry.hash, 'hex'))
     WHERE request_id = p_request;
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION gdpr_request_exported(uuid, text, jsonb, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_request_exported(uuid, text, jsonb, text, timestamptz) TO andon_monitor;

-- A fetch was broken off; the export can be fetched again.
CREATE OR REPLACE FUNCTION gdpr_request_broken_off(p_request uuid, p_actor text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM gdpr_audit_append(p_actor, 'export', subject, 'failed', '{}', 'request ' || p_request || ': the fetch was broken off', NULL)
       FROM gdpr_requests
      WHERE request_id = p_request;
END
$$;
REVOKE ALL ON FUNCTION gdpr_request_broken_off(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_request_broken_off(uuid, text) TO andon_monitor;
