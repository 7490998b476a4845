-- The audit log of personal data (spec N9): how a row is hashed, added, and the chain walked. docs/privacy.md says what it is worth.

-- A text as its length in bytes and its bytes; length -1 is null. So no two different rows have the same form.
CREATE OR REPLACE FUNCTION gdpr_audit_framed(p_text text) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(int4send(octet_length(p_text)) || convert_to(p_text, 'UTF8'), int4send(-1))
$$;

-- SHA-256 over the whole row but its own hash. counts is taken as jsonb prints it, which is one form for equal values. The time counts in
-- microseconds since 1970. Any client can repeat this; dev.andon.monitor.privacy.Chain does.
CREATE OR REPLACE FUNCTION gdpr_audit_hash(
    p_seq bigint, p_at timestamptz, p_actor text, p_action text, p_subject text, p_outcome text, p_counts jsonb, p_detail text,
    p_prev_hash bytea) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256('andon gdpr 1'::bytea
                  || int8send(p_seq)
                  || int8send((extract(epoch FROM p_at) * 1000000)::bigint)
                  || gdpr_audit_framed(p_actor)
                  || gdpr_audit_framed(p_action)
                  || gdpr_audit_framed(p_subject)
                  || gdpr_audit_framed(p_outcome)
                  || gdpr_audit_framed(p_counts::text)
                  || gdpr_audit_framed(p_detail)
                  || p_prev_hash)
$$;

-- Adds one entry and returns it; the only way in. One at a time: whoever appends waits for the transaction of the one before to end, so
-- call it last. The time is p_at or the clock's, not before the entry before and not ahead of the clock.
CREATE OR REPLACE FUNCTION gdpr_audit_append(
    p_actor text, p_action text, p_subject text, p_outcome text, p_counts jsonb DEFAULT '{}', p_detail text DEFAULT NULL,
    p_at timestamptz DEFAULT NULL) RETURNS gdpr_audit_log
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before gdpr_audit_log;
    entry  gdpr_audit_log;
BEGIN
    -- A snapshot from before the lock would not see the entry that was waited for.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'gdpr_audit_append: call it in a transaction that is READ COMMITTED'
            USING ERRCODE = 'invalid_transaction_state';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('gdpr_audit_log', 0));
    SELECT l.* INTO before FROM gdpr_audit_log l ORDER BY l.seq DESC LIMIT 1;

    entry.seq := coalesce(before.seq, 0) + 1;
    entry.at := greatest(before.at, least(coalesce(p_at, clock_timestamp()), clock_timestamp()));
    entry.actor := p_actor;
    entry.action := p_action;
    entry.subject := p_subject;
    entry.outcome := p_outcome;
    entry.counts := coalesce(p_counts, '{}');
    entry.detail := p_detail;
    entry.prev_hash := coalesce(before.hash, decode(repeat('00', 32), 'hex'));
    entry.hash := gdpr_audit_hash(entry.seq, entry.at, entry.actor, entry.action, entry.subject, entry.outcome, entry.counts,
                                  entry.detail, entry.prev_hash);
    INSERT INTO gdpr_audit_log VALUES (entry.*);
    RETURN entry;
END
$$;
COMMENT ON FUNCTION gdpr_audit_append(text, text, text, text, jsonb, text, timestamptz) IS
    'Adds an entry (actor, action, subject''s pseudonym or null, outcome, counts, detail, time) and returns it.';
REVOKE ALL ON FUNCTION gdpr_audit_append(text, text, text, text, jsonb, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_audit_append(text, text, text, text, jsonb, text, timestamptz) TO andon_monitor;

-- What kind of damage begins at p_seq, the first entry whose hash is wrong there. The entry before it, which its prev_hash names, tells
-- where it stood: an entry that is whole has the right hash under the number it had.
CREATE OR REPLACE FUNCTION gdpr_audit_damage(p_seq bigint, OUT broken_seq bigint, OUT kind text)
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    entry       gdpr_audit_log;
    before_seq  bigint;
    genesis     bytea := decode(repeat('00', 32), 'hex');
    before_hash bytea;
    pushed_on   gdpr_audit_log;
    stood       bigint;
BEGIN
    SELECT l.* INTO entry FROM gdpr_audit_log l WHERE l.seq = p_seq;
    before_seq := CASE WHEN entry.prev_hash = genesis THEN 0
                       ELSE (SELECT l.seq FROM gdpr_audit_log l WHERE l.hash = entry.prev_hash ORDER BY l.seq LIMIT 1) END;
    before_hash := coalesce((SELECT l.hash FROM gdpr_audit_log l WHERE l.seq = p_seq - 1), genesis);
    SELECT l.* INTO pushed_on FROM gdpr_audit_log l WHERE l.prev_hash = before_hash AND l.seq > p_seq ORDER BY l.seq LIMIT 1;
    -- Where the entry before is gone, up to a thousand are looked for.
    SELECT k INTO stood
      FROM generate_series(coalesce(before_seq + 1, p_seq + 1), coalesce(before_seq + 1, p_seq + 1000)) AS k
     WHERE entry.hash = gdpr_audit_hash(k, entry.at, entry.actor, entry.action, entry.subject, entry.outcome, entry.counts,
                                        entry.detail, entry.prev_hash)
     LIMIT 1;

    broken_seq := p_seq;
    kind := 'modified';
    IF before_seq >= p_seq THEN
        kind := 'reordered';
    ELSIF stood > p_seq THEN
        kind := 'missing';
    ELSIF stood < p_seq THEN
        -- Pushed on by what was put in at its place, with a hash of its own that fits.
        broken_seq := stood;
        kind := 'inserted';
    ELSIF pushed_on.hash = gdpr_audit_hash(p_seq, pushed_on.at, pushed_on.actor, pushed_on.action, pushed_on.subject, pushed_on.outcome,
                                           pushed_on.counts, pushed_on.detail, pushed_on.prev_hash) THEN
        kind := 'inserted';
    END IF;
END
$$;

-- Walks the whole chain in one pass and names the first entry that is not as it was written: modified, missing, inserted, reordered;
-- truncated or rewritten where a head says that the log was longer or another. broken_seq and kind are null where all is well. The
-- signatures of heads are checked by monitor, which has the key.
CREATE OR REPLACE FUNCTION gdpr_audit_verify(
    OUT entries bigint, OUT last_seq bigint, OUT broken_seq bigint, OUT kind text)
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    changed_seq bigint;
    gap_seq     bigint;
    link_seq    bigint;
    head_seq    bigint;
    cut_off     boolean;
BEGIN
    SELECT count(*),
           coalesce(max(w.seq), 0),
           min(w.seq) FILTER (WHERE w.computed <> w.hash),
           min(w.seq_before + 1) FILTER (WHERE w.seq > w.seq_before + 1),
           -- A right hash over another entry before: that one is not as it was.
           min(greatest(w.seq_before, 1)) FILTER (WHERE w.computed = w.hash AND w.prev_hash <> w.hash_before AND w.seq = w.seq_before + 1)
      INTO entries, last_seq, changed_seq, gap_seq, link_seq
      FROM (SELECT l.seq, l.hash, l.prev_hash,
                   gdpr_audit_hash(l.seq, l.at, l.actor, l.action, l.subject, l.outcome, l.counts, l.detail, l.prev_hash) AS computed,
                   lag(l.seq, 1, 0::bigint) OVER chain AS seq_before,
                   lag(l.hash, 1, decode(repeat('00', 32), 'hex')) OVER chain AS hash_before
              FROM gdpr_audit_log l
            WINDOW chain AS (ORDER BY l.seq)) AS w;
    broken_seq := least(changed_seq, gap_seq, link_seq);
    IF broken_seq = gap_seq THEN
        kind := 'missing';
    ELSIF broken_seq = changed_seq THEN
        SELECT d.broken_seq, d.kind INTO broken_seq, kind FROM gdpr_audit_damage(changed_seq) AS d;
    ELSIF broken_seq = link_seq THEN
        kind := 'modified';
    END IF;

    -- An entry from after the signature took the place of one that was cut off.
    SELECT h.seq, l.seq IS NULL OR l.at > h.signed_at INTO head_seq, cut_off
      FROM gdpr_audit_heads h
      LEFT JOIN gdpr_audit_log l ON l.seq = h.seq
     WHERE l.hash IS DISTINCT FROM h.hash
     ORDER BY h.seq
     LIMIT 1;
    IF head_seq > last_seq AND broken_seq IS NULL THEN
        broken_seq := last_seq + 1;
        kind := 'truncated';
    ELSIF head_seq < broken_seq OR broken_seq IS NULL AND head_seq IS NOT NULL THEN
        broken_seq := head_seq;
        kind := CASE WHEN cut_off THEN 'truncated' ELSE 'rewritten' END;
    END IF;
END
$$;
COMMENT ON FUNCTION gdpr_audit_verify() IS
    'Entries, the last number, and the first broken entry with its kind; both null where the chain is whole and fits its heads.';
REVOKE ALL ON FUNCTION gdpr_audit_verify() FROM PUBLIC;
REVOKE ALL ON FUNCTION gdpr_audit_damage(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_audit_verify() TO andon_monitor, service_role;
GRANT EXECUTE ON FUNCTION gdpr_audit_damage(bigint) TO andon_monitor, service_role;
