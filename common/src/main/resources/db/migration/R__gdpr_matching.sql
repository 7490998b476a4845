-- What names a person in a text (spec N10), and what is put in its place. docs/privacy-requests.md has the rule in words.

-- A letter beyond ASCII as JSON escapes it (\u00e9; two of them beyond the basic plane), else as URLs do (%c3%a9).
CREATE OR REPLACE FUNCTION gdpr_code(p_letter text, p_json boolean) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN NOT p_json THEN regexp_replace(encode(convert_to(p_letter, 'UTF8'), 'hex'), '(..)', '%\1', 'g')
                WHEN ascii(p_letter) < 65536 THEN '\u' || lpad(to_hex(ascii(p_letter)), 4, '0')
                ELSE '\u' || to_hex(55296 + (ascii(p_letter) - 65536) / 1024) || '\u' || to_hex(56320 + ascii(p_letter) % 1024) END
$$;

-- The text with every letter beyond ASCII so.
CREATE OR REPLACE FUNCTION gdpr_coded(p_text text, p_json boolean) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg(CASE WHEN ascii(c) < 128 THEN c ELSE gdpr_code(c, p_json) END, '' ORDER BY n)
      FROM string_to_table(p_text, NULL) WITH ORDINALITY AS letter (c, n)
$$;

-- A regular expression for a code, whose hexadecimal digits are in either case.
CREATE OR REPLACE FUNCTION gdpr_code_pattern(p_code text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg(CASE WHEN c ~ '[a-f]' THEN '[' || c || upper(c) || ']' WHEN c = '\' THEN '\\' ELSE c END, '' ORDER BY n)
      FROM string_to_table(p_code, NULL) WITH ORDINALITY AS letter (c, n)
$$;

-- A regular expression that matches the text itself, and as URLs and JSON write it; of an address in either case of its letters.
CREATE OR REPLACE FUNCTION gdpr_literal(p_text text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg(CASE WHEN p_text LIKE '%@%' AND c = '@' THEN '(?:@|%40)'
                           WHEN p_text LIKE '%@%' AND c = '+' THEN '(?:\+|%2[bB])'
                           WHEN ascii(c) > 127 THEN (
                               SELECT '(?:' || string_agg(DISTINCT form || '|' || gdpr_code_pattern(gdpr_code(form, true)) || '|'
                                                                        || gdpr_code_pattern(gdpr_code(form, false)), '|') || ')'
                                 FROM (VALUES (CASE WHEN p_text LIKE '%@%' THEN lower(c) ELSE c END),
                                              (CASE WHEN p_text LIKE '%@%' THEN upper(c) ELSE c END)) AS forms (form))
                           WHEN p_text LIKE '%@%' AND lower(c) <> upper(c) THEN '[' || lower(c) || upper(c) || ']'
                           WHEN strpos(E'!"#$%&''()*+,-./:;<=>?@[\\]^`{|}~', c) > 0 THEN '\' || c
                           ELSE c END, '' ORDER BY n)
      FROM string_to_table(p_text, NULL) WITH ORDINALITY AS letter (c, n)
$$;

-- Any of the texts as a word of its own: not beside a letter, digit or underscore, nor joined to one by - . or @ (an address also by + on
-- its left). What an escape puts in front (%3A of a URL, \n and \u003c of JSON within a text) joins nothing. Null where there is nothing
-- to look for.
CREATE OR REPLACE FUNCTION gdpr_pattern(p_texts text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT '(?:' || string_agg('(?:(?<!\w|\w[-.@' || joint || '])|(?<=%[0-9a-fA-F]{2}|\\[bfnrt]|\\u00[0-7][0-9a-fA-F]))(?:' || words || ')',
                               '|')
           || ')(?!\w|[-.@]\w|\\u00[c-fC-F])'
      FROM (SELECT CASE WHEN word LIKE '%@%' THEN '+' ELSE '' END,
                   string_agg(gdpr_literal(word), '|' ORDER BY length(word) DESC, word COLLATE "C")
              FROM unnest(p_texts) AS word
             GROUP BY 1) AS kind (joint, words)
$$;

-- The texts in lower case and as JSON and URLs write them, as patterns of LIKE: cheap, and true of everything that gdpr_pattern finds.
CREATE OR REPLACE FUNCTION gdpr_needles(p_texts text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT '%' || regexp_replace(needle, '([\\%_])', '\\\1', 'g') || '%'), '{}')
      FROM unnest(p_texts) AS word
     -- Letters as they are, in capitals too where they are escaped, for then lower() does not reach them.
     CROSS JOIN LATERAL (VALUES (word), (gdpr_coded(lower(word), true)), (gdpr_coded(upper(word), true)),
                                (gdpr_coded(lower(word), false)), (gdpr_coded(upper(word), false))) AS spelling (spelt)
     CROSS JOIN LATERAL (VALUES (lower(spelt)),
                                (lower(substr(to_json(spelt)::text, 2, length(to_json(spelt)::text) - 2))),
                                (replace(lower(spelt), '@', '%40')),
                                (replace(replace(lower(spelt), '@', '%40'), '+', '%2b')),
                                (replace(lower(spelt), '+', CASE WHEN word LIKE '%@%' THEN '%2b' ELSE '+' END))) AS form (needle)
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

-- At any depth, keys included. A number counts where it is an identifier of six digits or more; fewer meet by chance, as do counts of a
-- technical attribute.
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
                                                                CASE WHEN jsonb_typeof(value) = 'number' AND gdpr_technical(key) THEN value
                                                                     ELSE gdpr_redacted(value, p_pattern, p_whole, p_token) END), '{}')
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
