-- How requests of people are carried out (spec N10). A request goes through phases; each walks tables by ranges of pages, and each step
-- commits what it did together with where it stands. So whoever is killed at any moment leaves a request that goes on from there.
--   conversations  finds the conversations of the person
--   traces         finds the traces of the person
--   measure        counts what is about the person, before anything changes
--   erase          deletes and anonymises
--   settle         waits for jobs that may have read what was there before
--   verify         looks at every row again; the only way to verified
-- An export ends at ready, and is read from there.

-- The ranges of pages that a phase walks: each table of the catalogue by its partitions, in a fixed order.
CREATE OR REPLACE FUNCTION gdpr_relations(p_phase text)
    RETURNS TABLE (table_name text, relation text, place integer, blocks bigint, treatment text, guarded boolean)
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT c.table_name, leaf.relation::text, c.position::integer,
           pg_relation_size(leaf.relation) / current_setting('block_size')::integer, c.treatment, c.guarded
      FROM gdpr_catalog_tables c
     CROSS JOIN LATERAL (SELECT to_regclass(format('public.%I', c.table_name)) AS parent) AS whole
     CROSS JOIN LATERAL (SELECT parent AS relation
                           FROM pg_class
                          WHERE pg_class.oid = parent AND relkind = 'r'
                          UNION ALL
                         SELECT relid FROM pg_partition_tree(parent) WHERE isleaf AND relid <> parent) AS leaf
     WHERE c.treatment <> 'none'
       AND (p_phase IN ('measure', 'erase')
            OR EXISTS (SELECT
                         FROM gdpr_catalog own
                        WHERE own.table_name = c.table_name
                          AND own.role = CASE p_phase WHEN 'traces' THEN 'trace' ELSE 'conversation' END))
     ORDER BY c.position, leaf.relation::text COLLATE "C"
$$;
REVOKE ALL ON FUNCTION gdpr_relations(text) FROM PUBLIC;

-- Does what the phase does with the pages [p_from, p_to) of a relation; returns how many rows it was about, -1 where an erasure would
-- change a row that is under a hold on somebody else.
CREATE OR REPLACE FUNCTION gdpr_request_pages(
    p_request uuid, p_phase text, p_table text, p_relation text, p_treatment text, p_from bigint, p_to bigint) RETURNS bigint
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    matcher record;
    sql record;
    pages text := ' WHERE ctid >= $8 AND ctid < $9 AND ';
    low tid := format('(%s,0)', p_from)::tid;
    high tid := format('(%s,0)', p_to)::tid;
    statement text;
    rows_in bigint := 0;
    affected bigint := 0;
    marked bigint := 0;
    user_column text := (SELECT column_name FROM gdpr_catalog WHERE table_name = p_table AND role = 'user');
    talk_column text := (SELECT column_name FROM gdpr_catalog WHERE table_name = p_table AND role = 'conversation');
    trace_column text := (SELECT column_name FROM gdpr_catalog WHERE table_name = p_table AND role = 'trace');
    held text;
BEGIN
    SELECT * INTO matcher FROM gdpr_matcher(p_request);
    SELECT * INTO sql FROM gdpr_statement(p_table);
    IF p_phase = 'measure' AND EXISTS (SELECT FROM retention_holds WHERE released_at IS NULL AND covers IN ('conversation', 'person')) THEN
        SELECT string_agg(format(CASE role WHEN 'user' THEN 'lower(btrim(%I)) IN (SELECT retention_held_persons())'
                                           ELSE '%I IN (SELECT retention_held_conversations())' END, column_name), ' OR ')
          INTO held
          FROM gdpr_catalog
         WHERE table_name = p_table
           AND role IN ('user', 'conversation');
        EXECUTE format('SELECT count(*) FROM ONLY %1$s %2$s %3$s AND (%4$s)', p_relation, pages, sql.mentioned, coalesce(held, 'false'))
           INTO affected
          USING matcher.given, matcher.addresses, matcher.conversations, p_request, matcher.pattern, matcher.needles, '[erased]', low, high;
        IF affected > 0 AND (SELECT kind FROM gdpr_requests WHERE request_id = p_request) = 'erase' THEN
            RETURN -1;
        END IF;
    END IF;
    -- What leads on is followed in erase too: a row that came after the search is about to lose it.
    IF p_phase IN ('conversations', 'erase') AND talk_column IS NOT NULL THEN
        -- Also one whose id has an identifier in it as a word. One that is somebody else's stays theirs, whoever spoke in it.
        EXECUTE format(
            'INSERT INTO gdpr_request_identifiers (request_id, value, given)
             SELECT DISTINCT $4, %1$I, false FROM ONLY %2$s AS t %3$s %1$I IS NOT NULL
                AND (%4$s OR (%6$s lower(%1$I) LIKE ANY ($6) AND %1$I ~ $5))
                AND NOT EXISTS (SELECT FROM conversations c WHERE c.conversation_id = t.%1$I AND c.user_id IS NOT NULL
                                   AND NOT %5$s)
                 ON CONFLICT DO NOTHING',
            talk_column, p_relation, pages, sql.owned, gdpr_names_person('c.user_id'),
            coalesce(quote_ident(user_column) || ' IS NULL AND', ''))
          USING matcher.given, matcher.addresses, matcher.conversations, p_request, matcher.pattern, matcher.needles, '[erased]',
                low, high;
        GET DIAGNOSTICS affected = ROW_COUNT;
    END IF;
    IF p_phase IN ('traces', 'erase') AND trace_column IS NOT NULL THEN
        EXECUTE format(
            'INSERT INTO gdpr_request_traces (request_id, trace_id)
             SELECT DISTINCT $4, %1$I FROM ONLY %2$s %3$s %4$s AND %1$I IS NOT NULL ON CONFLICT DO NOTHING',
            trace_column, p_relation, pages, sql.owned)
          USING matcher.given, matcher.addresses, matcher.conversations, p_request, matcher.pattern, matcher.needles, '[erased]',
                low, high;
        GET DIAGNOSTICS affected = ROW_COUNT;
    END IF;
    IF p_phase IN ('conversations', 'traces') THEN
        RETURN affected;
    ELSIF p_phase = 'measure' THEN
        statement := format(
            'SELECT count(*), count(*) FILTER (WHERE (%3$s AND (%4$s)) OR %5$s) FROM ONLY %1$s %2$s true',
            p_relation, pages, sql.owned, coalesce(sql.unfinished, 'false'), sql.mentioned);
        EXECUTE statement INTO rows_in, affected
          USING matcher.given, matcher.addresses, matcher.conversations, p_request, matcher.pattern, matcher.needles, '[erased]', low, high;
        UPDATE gdpr_request_tables
           SET row_count = row_count + rows_in, rows_found = rows_found + affected
         WHERE request_id = p_request AND table_name = p_table;
        RETURN affected;
    ELSE
        affected := 0;
        IF sql.dimensional IS NOT NULL THEN
            -- Hours in which a name changes are made anew by the fold, before it takes anything else in.
            EXECUTE format(
                'INSERT INTO rollup_rebuilds (bucket_start)
                 SELECT DISTINCT date_bin(''1 hour'', s.started_at, timestamptz ''epoch'')
                   FROM trace_summaries s
                  WHERE s.trace_id IN (SELECT trace_id FROM ONLY %1$s %2$s %3$s)
                     ON CONFLICT DO NOTHING', p_relation, pages, sql.dimensional)
              USING matcher.given, matcher.addresses, matcher.conversations, p_request, matcher.pattern, matcher.needles, '[erased]',
                    low, high;
        END IF;
        IF p_treatment = 'delete' THEN
            EXECUTE format('DELETE FROM ONLY %1$s %2$s %3$s %4$s', p_relation, pages, sql.owned,
                CASE p_table WHEN 'conversations'
                THEN 'AND NOT EXISTS (SELECT FROM messages m WHERE m.conversation_id = conversations.conversation_id)' ELSE '' END)
              USING matcher.given, matcher.addresses, matcher.conversations, p_request, matcher.pattern, matcher.needles, '[erased]',
                    low, high;
            GET DIAGNOSTICS affected = ROW_COUNT;
            -- Of others' rows only the identifier goes.
            pages := pages || 'NOT ' || sql.owned || ' AND ';
        END IF;
        statement := format('UPDATE ONLY %1$s SET %3$s %2$s ((%4$s AND (%5$s)) OR %6$s)', p_relation, pages, sql.assignments,
            CASE p_treatment WHEN 'delete' THEN 'false' ELSE sql.owned END, coalesce(sql.unfinished, 'false'), sql.mentioned);
        BEGIN
            EXECUTE statement
              USING matcher.given, matcher.addresses, matcher.conversations, p_request, matcher.pattern, matcher.needles, '[erased]',
                    low, high;
        EXCEPTION
            WHEN unique_violation THEN
                -- Two names became one in a key: each gets a token of its own.
                EXECUTE replace(statement, '$7', '''[erased '' || substr(gen_random_uuid()::text || $7, 1, 8) || '']''')
                  USING matcher.given, matcher.addresses, matcher.conversations, p_request, matcher.pattern, matcher.needles, '',
                        low, high;
        END;
        GET DIAGNOSTICS marked = ROW_COUNT;
        UPDATE gdpr_request_tables
           SET deleted = deleted + affected, anonymised = anonymised + marked
         WHERE request_id = p_request AND table_name = p_table;
        RETURN affected + marked;
    END IF;
END
$$;
REVOKE ALL ON FUNCTION gdpr_request_pages(uuid, text, text, text, text, bigint, bigint) FROM PUBLIC;

-- One step of at most p_blocks pages, to be committed; returns the phase that follows. Nothing else takes part in what it does, so
-- whatever cuts it off leaves the request as it was before the step.
CREATE OR REPLACE FUNCTION gdpr_request_step(
    p_request uuid, p_worker text, p_now timestamptz, p_lease interval, p_blocks integer, p_share double precision) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    request gdpr_requests := gdpr_request_held_by(p_request, p_worker);
    place record;
    next_block bigint;
    next_phase text;
    large text;
BEGIN
    -- None is added until this step has committed, so nothing goes that is under one.
    IF request.kind = 'erase' AND request.phase <> 'verify'
            AND (SELECT gdpr_held(given, conversations) FROM gdpr_matcher(p_request)) THEN
        RETURN gdpr_request_stop(p_request, p_worker, 'requested',
            'LEGAL_HOLD: a hold stands against it; nothing more is erased until it is released.', p_now + interval '10 minutes');
    END IF;
    IF request.phase = 'settle' THEN
        RETURN gdpr_request_settle(p_request, p_worker, p_now, p_lease);
    END IF;
    IF request.phase IN ('verify', 'ready') THEN
        RETURN request.phase;
    END IF;
    SELECT relations.* INTO place
      FROM gdpr_relations(request.phase) AS relations
      LEFT JOIN gdpr_catalog_tables c ON c.table_name = request.at_table
     WHERE request.at_table IS NULL
        OR relations.place > c.position
        OR (relations.place = c.position AND relations.relation COLLATE "C" >= request.at_relation COLLATE "C")
     ORDER BY relations.place, relations.relation COLLATE "C"
     LIMIT 1;
    IF FOUND THEN
        IF request.at_relation IS DISTINCT FROM place.relation THEN
            request.at_block := 0;
        END IF;
        next_block := request.at_block + p_blocks;
        IF place.guarded AND request.phase = 'erase' THEN
            PERFORM FROM rollup_watermarks WHERE name = 'spans' FOR UPDATE;
        END IF;
        IF gdpr_request_pages(p_request, request.phase, place.table_name, place.relation, place.treatment, request.at_block,
                              next_block) < 0 THEN
            RETURN gdpr_request_stop(p_request, p_worker, 'requested',
                'LEGAL_HOLD: rows of somebody under a hold mention the person; nothing is erased until it is released.',
                p_now + interval '10 minutes');
        END IF;
        UPDATE gdpr_requests
           SET at_table = place.table_name,
               -- The relation after this one is the next that sorts above it: a space sorts below every letter.
               at_relation = CASE WHEN next_block < place.blocks THEN place.relation ELSE place.relation || ' ' END,
               at_block = CASE WHEN next_block < place.blocks THEN next_block ELSE 0 END,
               blocks_done = blocks_done + least(place.blocks - request.at_block, p_blocks),
               blocks_total = (SELECT sum(blocks) FROM gdpr_relations(request.phase)),
               lease_until = p_now + p_lease,
               state_reason = NULL
         WHERE request_id = p_request;
        RETURN request.phase;
    END IF;

    next_phase := CASE request.phase
                  WHEN 'conversations' THEN 'traces'
                  WHEN 'traces' THEN CASE WHEN request.round > 0 THEN 'erase' ELSE 'measure' END
                  WHEN 'measure' THEN CASE request.kind WHEN 'export' THEN 'ready' ELSE 'erase' END
                  ELSE 'settle' END;
    IF request.phase = 'measure' AND request.kind = 'erase' AND NOT request.confirmed THEN
        SELECT format('%s of %s rows of %s', rows_found, row_count, table_name) INTO large
          FROM gdpr_request_tables
         WHERE request_id = p_request
           AND row_count >= 100
           AND rows_found > row_count * p_share
         ORDER BY rows_found DESC
         LIMIT 1;
        IF FOUND THEN
            -- Counted again when somebody confirms it.
            UPDATE gdpr_request_tables SET row_count = 0, rows_found = 0 WHERE request_id = p_request;
            UPDATE gdpr_requests SET at_table = NULL, at_relation = NULL, at_block = 0, blocks_done = 0 WHERE request_id = p_request;
            RETURN gdpr_request_stop(p_request, p_worker, 'failed',
                'TOO_MANY: it is about ' || large || '; nothing was erased. Look at the identifiers, then resume it with a confirmation.',
                NULL);
        END IF;
    END IF;
    UPDATE gdpr_requests
       SET phase = next_phase, at_table = NULL, at_relation = NULL, at_block = 0, blocks_done = 0, blocks_total = 0,
           erased_at = CASE next_phase WHEN 'settle' THEN p_now ELSE erased_at END,
           worker = CASE next_phase WHEN 'ready' THEN NULL ELSE worker END,
           lease_until = CASE next_phase WHEN 'ready' THEN NULL ELSE p_now + p_lease END
     WHERE request_id = p_request;
    RETURN next_phase;
END
$$;
REVOKE ALL ON FUNCTION gdpr_request_step(uuid, text, timestamptz, interval, integer, double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_request_step(uuid, text, timestamptz, interval, integer, double precision) TO andon_monitor;

-- Jobs that read before the erasure and write after it would bring back what it took. Each holds one of these locks while it does, so
-- whoever had them has ended, and whoever comes next reads what is there now. An analysis has no lock; it is waited for.
CREATE OR REPLACE FUNCTION gdpr_request_settle(p_request uuid, p_worker text, p_now timestamptz, p_lease interval) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    request gdpr_requests := gdpr_request_held_by(p_request, p_worker);
BEGIN
    PERFORM FROM rollup_watermarks ORDER BY name FOR UPDATE;
    PERFORM FROM span_followers ORDER BY name FOR UPDATE;
    PERFORM pg_advisory_xact_lock(hashtextextended('refresh_chat_telemetry_rollups', 0));
    IF EXISTS (SELECT FROM telemetry_analysis_runs WHERE status = 'RUNNING' AND started_at < request.erased_at) THEN
        UPDATE gdpr_requests
           SET state_reason = 'WAITS_FOR_ANALYSIS: an analysis began before the erasure ended.', lease_until = p_now + p_lease
         WHERE request_id = p_request;
        RETURN 'settle';
    END IF;
    UPDATE gdpr_requests
       SET phase = 'verify', state_reason = NULL, lease_until = p_now + p_lease
     WHERE request_id = p_request;
    RETURN 'verify';
END
$$;
REVOKE ALL ON FUNCTION gdpr_request_settle(uuid, text, timestamptz, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_request_settle(uuid, text, timestamptz, interval) TO andon_monitor;

-- Looks at every row of every table and says verified where nothing is left, with the receipt and the entry in the audit log in the
-- same transaction; else the erasure goes through once more, up to p_rounds times. It reads the whole store: call it without a timeout.
-- Until it has read everything it writes nothing and locks no row, so it has no transaction id, which would hold up the fold.
CREATE OR REPLACE FUNCTION gdpr_request_verify(p_request uuid, p_worker text, p_now timestamptz, p_lease interval, p_rounds integer)
    RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    request gdpr_requests;
    matcher record;
    sql record;
    place record;
    left_over bigint;
    alike bigint;
    all_left bigint := 0;
    names text[] := '{}';
    lefts bigint[] := '{}';
    alikes bigint[] := '{}';
    counts jsonb;
    tables_read bigint;
    entry gdpr_audit_log;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('gdpr_request ' || p_request, 0));
    SELECT * INTO request FROM gdpr_requests WHERE request_id = p_request;
    IF request.worker IS DISTINCT FROM p_worker OR request.state <> 'running' OR request.phase <> 'verify' OR request.kind <> 'erase' THEN
        RAISE EXCEPTION 'The request is in the phase %, not verify.', request.phase USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    SELECT * INTO matcher FROM gdpr_matcher(p_request);
    FOR place IN SELECT * FROM gdpr_catalog_tables WHERE treatment <> 'none' ORDER BY position LOOP
        SELECT * INTO sql FROM gdpr_statement(place.table_name);
        -- The cheap half of what is looked for decides on all but a few rows, once each.
        EXECUTE format('SELECT count(*) FILTER (WHERE (%2$s AND (%3$s)) OR %4$s), count(*) FILTER (WHERE %5$s AND NOT %4$s)
                          FROM %1$I WHERE (%2$s AND (%3$s)) OR %5$s',
                       place.table_name, sql.owned, coalesce(sql.unfinished, 'false'), sql.mentioned, sql.near)
           INTO left_over, alike
          USING matcher.given, matcher.addresses, matcher.conversations, p_request, matcher.pattern, matcher.needles, '[erased]';
        names := names || place.table_name;
        lefts := lefts || left_over;
        alikes := alikes || alike;
        all_left := all_left + left_over;
    END LOOP;
    request := gdpr_request_held_by(p_request, p_worker);
    UPDATE gdpr_request_tables t
       SET remaining = found_in.left_over, lookalikes = found_in.alike
      FROM unnest(names, lefts, alikes) AS found_in (table_name, left_over, alike)
     WHERE t.request_id = p_request AND t.table_name = found_in.table_name;

    IF all_left > 0 THEN
        IF request.round + 1 >= p_rounds THEN
            UPDATE gdpr_requests SET phase = 'conversations' WHERE request_id = p_request;
            RETURN gdpr_request_stop(p_request, p_worker, 'failed',
                format('ROWS_LEFT: %s rows are left after %s rounds; it is safe to resume.', all_left, request.round + 1), NULL);
        END IF;
        UPDATE gdpr_requests
           SET phase = 'conversations', round = round + 1, blocks_done = 0, blocks_total = 0, lease_until = p_now + p_lease
         WHERE request_id = p_request;
        RETURN 'conversations';
    END IF;

    SELECT coalesce(jsonb_object_agg(table_name, jsonb_build_object('found', rows_found, 'deleted', deleted,
                                                                    'anonymised', anonymised, 'lookalikes', lookalikes))
                        FILTER (WHERE rows_found + deleted + anonymised + lookalikes > 0), '{}'),
           count(*)
      INTO counts, tables_read
      FROM gdpr_request_tables
     WHERE request_id = p_request;
    DELETE FROM gdpr_request_identifiers WHERE request_id = p_request;
    DELETE FROM gdpr_request_traces WHERE request_id = p_request;
    entry := gdpr_audit_append(request.requested_by, 'erase', request.subject, 'verified', counts, 'request ' || p_request, NULL);
    UPDATE gdpr_requests
       SET state = 'verified', finished_at = p_now, worker = NULL, lease_until = NULL, state_reason = NULL,
           receipt = jsonb_build_object('request', request_id, 'kind', kind, 'subject', subject, 'requested_at', requested_at,
                                        'verified_at', p_now, 'requested_by', requested_by, 'rounds', round + 1, 'tables', counts,
                                        'tables_verified', tables_read, 'rows_remaining', 0,
                                        'audit_entry', entry.seq, 'audit_hash', encode(entry.hash, 'hex'))
     WHERE request_id = p_request;
    RETURN 'verified';
END
$$;
REVOKE ALL ON FUNCTION gdpr_request_verify(uuid, text, timestamptz, interval, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gdpr_request_verify(uuid, text, timestamptz, interval, integer) TO andon_monitor;
