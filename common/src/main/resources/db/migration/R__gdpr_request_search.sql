-- What a request of a person looks for (spec N10), and the statements that find it. R__gdpr_request_steps.sql runs them.

-- Whether a column names the person: as an identifier, or with an address of theirs as a word ("Ann <ann@example.com>", "mailto:…").
CREATE OR REPLACE FUNCTION gdpr_names_person(p_column text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT replace('(btrim(@) = ANY ($1) OR lower(btrim(@)) = ANY ($2) OR (lower(@) LIKE ANY ($6) AND @ ~ gdpr_pattern($2)))',
                   '@', p_column)
$$;
REVOKE ALL ON FUNCTION gdpr_names_person(text) FROM PUBLIC;

-- The statements for a table, put together of the catalogue, whose names are quoted. Their parameters: $1 identifiers as given, $2 those
-- that are addresses, in lower case, $3 conversations, $4 the request, $5 pattern, $6 needles, $7 token.
CREATE OR REPLACE FUNCTION gdpr_statement(
    p_table text, OUT owned text, OUT unfinished text, OUT mentioned text, OUT near text, OUT dimensional text, OUT assignments text)
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    user_column text;
    talk_column text;
    trace_column text;
    free text;
    words text;
    names text;
BEGIN
    SELECT min(format('%I', column_name)) FILTER (WHERE role = 'user'),
           min(format('%I', column_name)) FILTER (WHERE role = 'conversation'),
           min(format('%I', column_name)) FILTER (WHERE role = 'trace')
      INTO user_column, talk_column, trace_column
      FROM gdpr_catalog
     WHERE table_name = p_table;

    -- A row that names somebody else is not the person's, though it may belong to a conversation or a trace of theirs.
    free := coalesce(user_column || ' IS NULL AND ', '');
    owned := format('coalesce(%s, false)', coalesce(nullif(concat_ws(' OR ',
        gdpr_names_person(user_column),
        talk_column || ' = ANY ($1) OR lower(' || talk_column || ') = ANY ($2)',
        '(' || free || talk_column || ' = ANY ($3))',
        '(' || free || talk_column || ' IS NULL AND ' || trace_column
            || ' IN (SELECT trace_id FROM gdpr_request_traces WHERE request_id = $4))'), ''), 'false'));

    SELECT string_agg(CASE WHEN c.role IN ('user', 'conversation') THEN format('%I IS NOT NULL', c.column_name)
                           WHEN c.role = 'attributes' THEN
                               format('%1$I IS DISTINCT FROM gdpr_reduced(%1$I, $5, $1, $7)', c.column_name)
                           WHEN c.role = 'content' THEN format('%I IS NOT NULL', c.column_name)
                           WHEN c.role = 'key' THEN format('lower(%I) LIKE ANY ($6)', c.column_name) END, ' OR ')
      INTO unfinished
      FROM gdpr_catalog c
     WHERE c.table_name = p_table;
    IF (SELECT treatment FROM gdpr_catalog_tables WHERE table_name = p_table) = 'delete' THEN
        unfinished := 'true';
    END IF;

    SELECT string_agg(CASE WHEN a.atttypid = 'text[]'::regtype THEN format('array_to_string(%I, '' '')', c.column_name)
                           ELSE format('%I::text', c.column_name) END, ', '),
           string_agg(format('%1$I IS DISTINCT FROM gdpr_redacted(%1$I, $5, $1, $7)', c.column_name), ' OR '),
           string_agg(format('%1$I IS DISTINCT FROM gdpr_redacted(%1$I, $5, $1, $7)', c.column_name), ' OR ')
               FILTER (WHERE c.dimension),
           string_agg(format('%I', c.column_name), ', ') FILTER (WHERE c.dimension),
           string_agg(format('%1$I = ', c.column_name)
               || CASE c.role
                  WHEN 'user' THEN format('CASE WHEN owned THEN NULL ELSE gdpr_redacted(%1$I, $5, $1, $7) END', c.column_name)
                  WHEN 'content' THEN format('CASE WHEN owned THEN NULL ELSE gdpr_redacted(%1$I, $5, $1, $7) END', c.column_name)
                  WHEN 'attributes' THEN
                      format('CASE WHEN owned THEN gdpr_reduced(%1$I, $5, $1, $7) ELSE gdpr_redacted(%1$I, $5, $1, $7) END', c.column_name)
                  WHEN 'key' THEN
                      format('CASE WHEN owned AND (lower(%1$I) LIKE ANY ($6)%2$s) THEN ''erased-'' || gen_random_uuid() '
                             'ELSE gdpr_redacted(%1$I, $5, $1, $7) END', c.column_name,
                             concat(' OR strpos(' || c.column_name || ', ' || user_column || ') > 0',
                                    ' OR strpos(' || c.column_name || ', ' || talk_column || ') > 0'))
                  ELSE format('gdpr_redacted(%1$I, $5, $1, $7)', c.column_name) END, ', ')
      INTO words, mentioned, dimensional, names, assignments
      FROM gdpr_catalog c
      JOIN pg_attribute a ON a.attrelid = to_regclass(format('public.%I', p_table)) AND a.attname = c.column_name
     WHERE c.table_name = p_table
       AND c.role IN ('text', 'content', 'attributes', 'key', 'user');
    assignments := concat_ws(', ', assignments, talk_column || ' = CASE WHEN owned THEN NULL ELSE ' || talk_column || ' END');
    near := coalesce('lower(concat_ws('' '', ' || nullif(concat_ws(', ', words, talk_column), '') || ')) LIKE ANY ($6)', 'false');
    -- CASE, not AND, whose sides the planner exchanges: half a millisecond of regular expressions for every row instead of for a few.
    mentioned := coalesce('CASE WHEN ' || near || ' THEN ' || mentioned || ' ELSE false END', 'false');
    dimensional := 'CASE WHEN lower(concat_ws('' '', ' || names || ')) LIKE ANY ($6) THEN ' || dimensional || ' ELSE false END';
    assignments := replace(assignments, 'WHEN owned', 'WHEN ' || owned);
END
$$;
REVOKE ALL ON FUNCTION gdpr_statement(text) FROM PUBLIC;

-- What a request looks for. Conversations beyond the first 200 are sought in columns only, not in texts, and so are identifiers of a few
-- digits, which texts contain by chance.
CREATE OR REPLACE FUNCTION gdpr_matcher(
    p_request uuid, OUT given text[], OUT addresses text[], OUT conversations text[], OUT pattern text, OUT needles text[])
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH identifier AS (
        SELECT value, identifiers.given,
               row_number() OVER (PARTITION BY identifiers.given ORDER BY value COLLATE "C") AS n
          FROM gdpr_request_identifiers AS identifiers
         WHERE request_id = p_request),
    word AS (
        SELECT array_agg(value) AS words
          FROM identifier
         WHERE value !~ '^\d{1,5}$'
           AND (identifier.given OR (n <= 200 AND length(value) >= 8)))
    SELECT coalesce(array_agg(value) FILTER (WHERE identifier.given), '{}'),
           coalesce(array_agg(lower(value)) FILTER (WHERE identifier.given AND value LIKE '%@%'), '{}'),
           coalesce(array_agg(value), '{}'),
           (SELECT gdpr_pattern(words) FROM word),
           gdpr_needles(coalesce((SELECT words FROM word), '{}') || coalesce(array_agg(value) FILTER (WHERE identifier.given), '{}'))
      FROM identifier
$$;
REVOKE ALL ON FUNCTION gdpr_matcher(uuid) FROM PUBLIC;
