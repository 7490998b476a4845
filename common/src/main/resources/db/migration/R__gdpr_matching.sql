-- What names a person in a text (spec N10), and what is put in its place. docs/privacy-requests.md has the rule in words.

-- A regular expression that matches the text itself; of an address in either case of its letters, and as URLs write it.
CREATE OR REPLACE FUNCTION gdpr_literal(p_text text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg(CASE WHEN p_text LIKE '%@%' AND c = '@' THEN '(?:@|%40)'
                           WHEN p_text LIKE '%@%' AND c = '+' THEN '(?:\+|%2[bB])'
                           WHEN p_text LIKE '%@%' AND lower(c) <> upper(c) THEN '[' || lower(c) || upper(c) || ']'
                           WHEN strpos(E'!"#$%&''()*+,-./:;<=>?@[\\]^`{|}~', c) > 0 THEN '\' || c
                           ELSE c END, '' ORDER BY n)
      FROM string_to_table(p_text, NULL) WITH ORDINALITY AS letter (c, n)
$$;

-- Any of the texts as a word of its own: not beside a letter, digit or underscore, nor joined to one by - . or @ (an address also by + on
-- its left). What an escaped URL puts in front (%3A) joins nothing. Null where there is nothing to look for.
CREATE OR REPLACE FUNCTION gdpr_pattern(p_texts text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT '(?:' || string_agg('(?:(?<!\w|\w[-.@' || CASE WHEN word LIKE '%@%' THEN '+' ELSE '' END || '])|(?<=%[0-9a-fA-F]{2}))'
                               || gdpr_literal(word), '|' ORDER BY length(word) DESC, word COLLATE "C")
           || ')(?!\w|[-.@]\w)'
      FROM unnest(p_texts) AS word
$$;

-- The texts in lower case and as JSON and URLs write them, as patterns of LIKE: cheap, and true of everything that gdpr_pattern finds.
CREATE OR REPLACE FUNCTION gdpr_needles(p_texts text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT '%' || regexp_replace(needle, '([\\%_])', '\\\1', 'g') || '%'), '{}')
      FROM unnest(p_texts) AS word
     CROSS JOIN LATERAL (VALUES (lower(word)),
                                (lower(substr(to_json(word)::text, 2, length(to_json(word)::text) - 2))),
                                (replace(lower(word), '@', '%40')),
                                (replace(replace(lower(word), '@', '%40'), '+', '%2b')),
                                (replace(lower(word), '+', CASE WHEN word LIKE '%@%' THEN '%2b' ELSE '+' END))) AS form (needle)
$$;

-- The text without the identifiers: a word of p_pattern, or the whole where it is one of p_whole.
CREATE OR REPLACE FUNCTION gdpr_redacted(p_value text, p_pattern text, p_whole text[], p_token text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN p_value = ANY (p_whole) THEN p_token
                WHEN p_pattern IS NULL THEN p_value
                ELSE regexp_replace(p_value, p_pattern, p_token, 'g') END
$$;

CREATE OR REPLACE FUNCTION gdpr_redacted(p_value text[], p_pattern text, p_whole text[], p_token text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN p_value IS NULL THEN NULL
                ELSE ARRAY(SELECT gdpr_redacted(element, p_pattern, p_whole, p_token)
                             FROM unnest(p_value) WITH ORDINALITY AS item (element, n)
                            ORDER BY n) END
$$;

-- At any depth, keys included. A number counts where it is an identifier of six digits or more; fewer meet by chance.
CREATE OR REPLACE FUNCTION gdpr_redacted(p_value jsonb, p_pattern text, p_whole text[], p_token text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN CASE jsonb_typeof(p_value)
           WHEN 'string' THEN to_jsonb(gdpr_redacted(p_value #>> '{}', p_pattern, p_whole, p_token))
           WHEN 'number' THEN CASE WHEN length(p_value::text) >= 6 AND p_value::text = ANY (p_whole) THEN to_jsonb(p_token)
                                   ELSE p_value END
           WHEN 'array' THEN (SELECT coalesce(jsonb_agg(gdpr_redacted(element, p_pattern, p_whole, p_token) ORDER BY n), '[]')
                                FROM jsonb_array_elements(p_value) WITH ORDINALITY AS item (element, n))
           WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(gdpr_redacted(key, p_pattern, p_whole, p_token),
                                                                gdpr_redacted(value, p_pattern, p_whole, p_token)), '{}')
                                 FROM jsonb_each(p_value))
           ELSE p_value
           END;
END
$$;

-- Whether an attribute says how the program worked, not who used it or what was said.
CREATE OR REPLACE FUNCTION gdpr_technical(p_key text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT p_key IN ('gen_ai.system', 'gen_ai.provider.name', 'gen_ai.operation.name', 'gen_ai.request.model', 'gen_ai.response.model',
                     'gen_ai.response.finish_reasons', 'gen_ai.tool.name', 'gen_ai.tool.type', 'gen_ai.agent.name', 'gen_ai.output.type',
                     'llm.model_name', 'llm.provider', 'llm.system', 'openinference.span.kind', 'traceloop.span.kind',
                     'http.request.method', 'http.method', 'http.status_code', 'http.response.status_code', 'http.route',
                     'rpc.system', 'rpc.service', 'rpc.method', 'db.system', 'db.system.name', 'db.operation.name',
                     'messaging.system', 'messaging.operation.type', 'error.type', 'network.protocol.name', 'network.protocol.version',
                     'thread.id', 'code.function.name', 'code.namespace')
        OR p_key LIKE 'gen\_ai.usage.%'
        OR p_key LIKE 'llm.token\_count.%'
$$;

-- What stays of the attributes of a person's own span. Of itself it is the same again.
CREATE OR REPLACE FUNCTION gdpr_reduced(p_value jsonb, p_pattern text, p_whole text[], p_token text) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN jsonb_typeof(p_value) = 'object'
                THEN (SELECT coalesce(jsonb_object_agg(key, gdpr_redacted(value, p_pattern, p_whole, p_token)), '{}')
                        FROM jsonb_each(p_value)
                       WHERE gdpr_technical(key)
                         AND jsonb_typeof(value) <> 'object') END
$$;
