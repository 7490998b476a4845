-- Requests of people (spec N10) from outside: asked for, taken by a worker, stopped, taken up again, withdrawn. R__gdpr_request_steps.sql
-- says what a worker does.

-- Asks for something. The caller has checked the identifiers' form and made the pseudonym, for which it has the key; what must hold
-- whoever calls is checked here. The same key again answers the request that it made before.
CREATE OR REPLACE FUNCTION gdpr_request_open(
    p_kind text, p_subject text, p_identifiers text[], p_actor text, p_reason text, p_key text, p_confirmed boolean, p_now timestamptz)
    RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    opened gdpr_requests;
    identifier text;
BEGIN
    SELECT * INTO opened FROM gdpr_requests WHERE idempotency_key = p_key;
    IF FOUND THEN
        IF opened.kind <> p_kind OR opened.subject <> p_subject THEN
            RAISE EXCEPTION 'This key belongs to another request.' USING ERRCODE = 'unique_violation';
        END IF;
        RETURN opened.request_id;
    END IF;
    IF cardinality(p_identifiers) NOT BETWEEN 1 AND 20 THEN
        RAISE EXCEPTION 'Give 1 to 20 identifiers.' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOREACH identifier IN ARRAY p_identifiers LOOP
        IF identifier IS NULL OR length(identifier) NOT BETWEEN 3 AND 320 OR identifier <> btrim(identifier)
                OR identifier ~ '[\x01-\x1f\x7f]' THEN
            RAISE EXCEPTION 'An identifier has 3 to 320 characters, none of them a control character.'
                USING ERRCODE = 'invalid_parameter_value';
        END IF;
        IF strpos(lower(concat_ws(' ', p_reason, p_key)), lower(identifier)) > 0 THEN
            RAISE EXCEPTION 'The reason must not contain an identifier: it is kept.' USING ERRCODE = 'invalid_parameter_value';
        END IF;
        IF EXISTS (SELECT FROM workflow_trace_log WHERE trace_id = identifier) THEN
            RAISE EXCEPTION 'An identifier is the id of a trace, not of a person.' USING ERRCODE = 'invalid_parameter_value';
        END IF;
    END LOOP;
    -- Until it is fetched, an export holds the identifiers.
    SELECT r.request_id INTO opened.request_id
      FROM gdpr_request_identifiers i
      JOIN gdpr_requests r USING (request_id)
     WHERE p_kind = 'erase'
       AND r.kind = 'export'
       AND lower(i.value) IN (SELECT lower(v) FROM unnest(p_identifiers) AS v)
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Export % of this person is open: fetch or withdraw it first, for it keeps the identifiers.', opened.request_id
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    INSERT INTO gdpr_requests (kind, subject, requested_at, due_at, requested_by, reason, idempotency_key, confirmed)
    VALUES (p_kind, p_subject, p_now, p_now + interval '30 days', p_actor, p_reason, p_key, p_confirmed)
    RETURNING * INTO opened;
    INSERT INTO gdpr_request_identifiers (request_id, value, given)
    SELECT DISTINCT opened.request_id, form, true
      FROM unnest(p_identifiers) AS value
     -- An accent is a letter's own, or a sign of its own behind it.
     CROSS JOIN LATERAL (VALUES (value), (normalize(value, NFC)), (normalize(value, NFD))) AS spelling (form);
    INSERT INTO gdpr_request_tables (request_id, table_name)
    SELECT opened.request_id, table_name FROM gdpr_catalog_tables WHERE treatment <> 'none';
    PERFORM gdpr_audit_append(p_actor, p_kind, p_subject, 'requested', jsonb_build_object('identifiers', cardinality(p_identifiers)),
                              'request ' || opened.request_id, NULL);
    RETURN opened.request_id;
END
$$;
REVOKE ALL ON FUNCTION gdpr_request_open(text, text, text[], text, text, text, boolean, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_request_open(text, text, text[], text, text, text, boolean, timestamptz) TO andon_monitor;

-- Takes a request for p_lease: p_request, or the one that is due first. One that another carries out, whose lease has not run out, is left
-- alone. Null where there is none. A request that waits for something is looked at again when its lease has run out.
CREATE OR REPLACE FUNCTION gdpr_request_claim(p_worker text, p_now timestamptz, p_lease interval, p_request uuid DEFAULT NULL) RETURNS uuid
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE gdpr_requests
       SET state = 'running',
           worker = p_worker,
           lease_until = p_now + p_lease,
           started_at = coalesce(started_at, p_now)
     WHERE request_id = (SELECT request_id
                           FROM gdpr_requests
                          WHERE request_id = coalesce(p_request, request_id)
                            AND state IN ('requested', 'running')
                            AND phase <> 'ready'
                            AND (lease_until IS NULL OR lease_until <= p_now)
                            -- A verification takes longer than a lease; whoever makes it has this lock.
                            AND pg_try_advisory_xact_lock(hashtextextended('gdpr_request ' || request_id, 0))
                          ORDER BY due_at, request_id
                          LIMIT 1
                            FOR UPDATE SKIP LOCKED)
    RETURNING request_id
$$;
REVOKE ALL ON FUNCTION gdpr_request_claim(text, timestamptz, interval, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_request_claim(text, timestamptz, interval, uuid) TO andon_monitor;

-- The request of whoever holds it, locked; fails where somebody else took it over, so that of two workers one writes.
CREATE OR REPLACE FUNCTION gdpr_request_held_by(p_request uuid, p_worker text) RETURNS gdpr_requests
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    request gdpr_requests;
BEGIN
    SELECT * INTO request FROM gdpr_requests WHERE request_id = p_request FOR UPDATE;
    IF request.worker IS DISTINCT FROM p_worker OR request.state <> 'running' THEN
        RAISE EXCEPTION 'The request is carried out by another worker.' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN request;
END
$$;
REVOKE ALL ON FUNCTION gdpr_request_held_by(uuid, text) FROM PUBLIC;

-- Lets go of a request: it waits (requested) or has failed, with the reason; nothing done so far is undone.
CREATE OR REPLACE FUNCTION gdpr_request_stop(p_request uuid, p_worker text, p_state text, p_reason text, p_until timestamptz) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    request gdpr_requests := gdpr_request_held_by(p_request, p_worker);
BEGIN
    UPDATE gdpr_requests
       SET state = p_state, state_reason = p_reason, worker = NULL, lease_until = p_until
     WHERE request_id = p_request;
    IF p_state = 'failed' THEN
        PERFORM gdpr_audit_append(request.requested_by, request.kind, request.subject, 'failed', '{}',
                                  'request ' || p_request || ': ' || p_reason, NULL);
    END IF;
    RETURN p_state;
END
$$;
REVOKE ALL ON FUNCTION gdpr_request_stop(uuid, text, text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_request_stop(uuid, text, text, text, timestamptz) TO andon_monitor;

-- A failed request goes on from where it stopped; p_confirmed: also where it is about a great part of the store.
CREATE OR REPLACE FUNCTION gdpr_request_resume(p_request uuid, p_actor text, p_confirmed boolean) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    request gdpr_requests;
BEGIN
    UPDATE gdpr_requests
       SET state = 'requested', state_reason = NULL, lease_until = NULL, worker = NULL, round = 0,
           confirmed = confirmed OR p_confirmed
     WHERE request_id = p_request
       AND finished_at IS NULL
       AND (state = 'failed' OR (state = 'requested' AND state_reason IS NOT NULL))
    RETURNING * INTO request;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM gdpr_audit_append(p_actor, request.kind, request.subject, 'resumed', '{}', 'request ' || p_request, NULL);
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION gdpr_request_resume(uuid, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_request_resume(uuid, text, boolean) TO andon_monitor;

-- Ends a request that nobody wants any more, while nothing has been erased or handed over: who it was about is forgotten. False where it
-- is too late.
CREATE OR REPLACE FUNCTION gdpr_request_withdraw(p_request uuid, p_actor text, p_now timestamptz) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    request gdpr_requests;
BEGIN
    UPDATE gdpr_requests
       SET state = 'failed', finished_at = p_now, worker = NULL, lease_until = NULL,
           state_reason = 'WITHDRAWN: nothing was erased or handed over.'
     WHERE request_id = p_request
       AND finished_at IS NULL
       AND erased_at IS NULL
       AND phase IN ('conversations', 'traces', 'measure', 'ready')
    RETURNING * INTO request;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM gdpr_request_identifiers WHERE request_id = p_request;
    DELETE FROM gdpr_request_traces WHERE request_id = p_request;
    PERFORM gdpr_audit_append(p_actor, request.kind, request.subject, 'withdrawn', '{}', 'request ' || p_request, NULL);
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION gdpr_request_withdraw(uuid, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_request_withdraw(uuid, text, timestamptz) TO andon_monitor;
