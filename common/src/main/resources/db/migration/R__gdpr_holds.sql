-- Holds (spec N11): what must not be deleted, by retention or by an erasure. docs/privacy.md says what is decided.

-- Whether a hold covers the class as a whole.
CREATE OR REPLACE FUNCTION retention_stopped(p_class text) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM retention_holds WHERE released_at IS NULL AND (covers = 'all' OR data_class = p_class))
$$;

CREATE OR REPLACE FUNCTION retention_held_persons() RETURNS SETOF text
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT person FROM retention_holds WHERE released_at IS NULL AND person IS NOT NULL
$$;

-- Those under a hold of their own and those of a person under one.
CREATE OR REPLACE FUNCTION retention_held_conversations() RETURNS SETOF text
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT conversation_id FROM retention_holds WHERE released_at IS NULL AND conversation_id IS NOT NULL
     UNION
    SELECT c.conversation_id FROM conversations c WHERE lower(btrim(c.user_id)) IN (SELECT retention_held_persons())
     UNION
    SELECT t.conversation_id
      FROM chat_telemetry t
     WHERE t.conversation_id IS NOT NULL
       AND lower(btrim(t.user_id)) IN (SELECT retention_held_persons())
$$;

-- Whole traces, of which a span, a chat request or a message is under a hold: spans of a range, and a day around it for those that cross
-- its ends. Reads nothing where no person and no conversation is held.
CREATE OR REPLACE FUNCTION retention_held_traces(p_from timestamptz, p_to timestamptz) RETURNS SETOF text
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    talks  text[];
    people text[];
BEGIN
    IF NOT EXISTS (SELECT FROM retention_holds WHERE released_at IS NULL AND covers IN ('conversation', 'person')) THEN
        RETURN;
    END IF;
    talks := ARRAY(SELECT retention_held_conversations());
    people := ARRAY(SELECT retention_held_persons());
    RETURN QUERY
        SELECT l.trace_id
          FROM workflow_trace_log l
         WHERE l.created_at >= p_from - interval '24 hours'
           AND l.created_at < p_to + interval '24 hours'
           AND (l.conversation_id = ANY (talks) OR lower(btrim(l.user_id)) = ANY (people))
         UNION
        SELECT t.trace_id
          FROM chat_telemetry t
         WHERE t.trace_id IS NOT NULL
           AND (t.conversation_id = ANY (talks) OR lower(btrim(t.user_id)) = ANY (people))
         UNION
        SELECT m.trace_id
          FROM messages m
         WHERE m.trace_id IS NOT NULL
           AND m.conversation_id = ANY (talks);
END
$$;

-- Whether a hold stands against deleting something: data of a person (user ids, e-mail addresses), of conversations, or of classes
-- (null: any). Until the caller's transaction ends no hold can be added, so what it deletes then was not under one.
CREATE OR REPLACE FUNCTION gdpr_held(
    p_persons text[] DEFAULT '{}', p_conversations text[] DEFAULT '{}', p_classes text[] DEFAULT NULL) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('retention_holds', 0));
    RETURN EXISTS (
        SELECT
          FROM retention_holds h
         WHERE h.released_at IS NULL
           AND (h.covers = 'all'
                OR h.covers = 'class' AND (p_classes IS NULL OR h.data_class = ANY (p_classes))
                OR h.conversation_id = ANY (p_conversations)
                OR h.person IN (SELECT lower(btrim(p)) FROM unnest(p_persons) AS p)
                OR h.conversation_id IN (SELECT c.conversation_id
                                           FROM conversations c
                                          WHERE lower(btrim(c.user_id)) IN (SELECT lower(btrim(p)) FROM unnest(p_persons) AS p))
                OR h.person IN (SELECT lower(btrim(c.user_id)) FROM conversations c WHERE c.conversation_id = ANY (p_conversations))));
END
$$;
COMMENT ON FUNCTION gdpr_held(text[], text[], text[]) IS
    'Whether a hold stands against deleting data of these persons, conversations or classes; none is added until the transaction ends.';

-- Adds a hold and says so in the audit log, by pseudonym. It counts for every deletion that begins afterwards; it waits for the step that
-- is under way.
CREATE OR REPLACE FUNCTION retention_add_hold(
    p_covers text, p_name text, p_subject text, p_reason text, p_by text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    id bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('retention_holds', 0));
    INSERT INTO retention_holds (covers, data_class, conversation_id, person, subject, reason, created_by)
    VALUES (p_covers,
            CASE WHEN p_covers = 'class' THEN p_name END,
            CASE WHEN p_covers = 'conversation' THEN p_name END,
            CASE WHEN p_covers = 'person' THEN lower(btrim(p_name)) END,
            p_subject, p_reason, p_by)
    RETURNING hold_id INTO id;
    PERFORM gdpr_audit_append(p_by, 'hold', p_subject, 'added', '{}',
        'Hold ' || id || ' on ' || CASE p_covers WHEN 'all' THEN 'everything' WHEN 'class' THEN p_name ELSE 'a ' || p_covers END || '.');
    RETURN id;
END
$$;

-- Ends a hold; false where there is none in force. Whom it was on is kept as a pseudonym only.
CREATE OR REPLACE FUNCTION retention_release_hold(p_hold bigint, p_by text) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    held retention_holds;
BEGIN
    IF coalesce(btrim(p_by), '') = '' THEN
        RAISE EXCEPTION 'retention_release_hold: say who releases it (p_by)' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    UPDATE retention_holds h
       SET released_at = clock_timestamp(), released_by = p_by, conversation_id = NULL, person = NULL
     WHERE h.hold_id = p_hold
       AND h.released_at IS NULL
    RETURNING h.* INTO held;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM gdpr_audit_append(p_by, 'hold', held.subject, 'released', '{}', 'Hold ' || p_hold || '.');
    RETURN true;
END
$$;
