-- The bucket of a latency in whole microseconds: exact below 128, then 64 buckets an octave, so at most 1/64 wide. The layout is that
-- of LogHistogram. Where floating point puts the logarithm of a power of two beside a whole number, both octaves give the same bucket.
CREATE OR REPLACE FUNCTION latency_bucket(p_us bigint) RETURNS smallint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE
           WHEN p_us < 128
           THEN greatest(p_us, 0)
           ELSE (floor(ln(p_us::double precision) / ln(2::double precision))::integer - 6) * 64
                + (p_us >> (floor(ln(p_us::double precision) / ln(2::double precision))::integer - 6))
           END::smallint
$$;
COMMENT ON FUNCTION latency_bucket(bigint) IS 'Number of the log-linear bucket that holds so many microseconds.';

-- Makes the rollups of every whole hour that [p_from, p_to) touches anew from chat_telemetry (spec N1) and returns how many rows they
-- have. Repeating it changes nothing but refreshed_at. Hours that retention has reached stay as they are: their rows are gone. One caller at a time: nobody writes what he read before another's later read.
CREATE OR REPLACE FUNCTION refresh_chat_telemetry_rollups(p_from timestamptz, p_to timestamptz) RETURNS integer
    LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
    first_hour timestamptz := p_from;
    end_hour   timestamptz := p_to;
    row_count  integer;
BEGIN
    IF p_from IS NULL OR p_to IS NULL THEN
        RAISE EXCEPTION 'refresh_chat_telemetry_rollups: give both ends of the range; -infinity and infinity will do'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF isfinite(p_from) THEN
        first_hour := date_bin('1 hour', p_from, timestamptz 'epoch');
    END IF;
    IF isfinite(p_to) THEN
        end_hour := date_bin('1 hour', p_to + interval '1 hour' - interval '1 microsecond', timestamptz 'epoch');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('refresh_chat_telemetry_rollups', 0));
    first_hour := greatest(first_hour, (SELECT gone_before FROM retention_rules WHERE data_class = 'chat_telemetry'));
    DELETE FROM chat_telemetry_rollups WHERE bucket_start >= first_hour AND bucket_start < end_hour;
    DELETE FROM chat_telemetry_domain_rollups WHERE bucket_start >= first_hour AND bucket_start < end_hour;
    DELETE FROM chat_telemetry_model_rollups WHERE bucket_start >= first_hour AND bucket_start < end_hour;
    WITH request AS (
        SELECT date_bin('1 hour', created_at, timestamptz 'epoch') AS bucket_start,
               coalesce(domain, '(unknown)') AS domain,
               coalesce(model, '(unknown)') AS model,
               outcome, input_tokens, output_tokens, cost_usd, latency_ms,
               latency_bucket(round(latency_ms * 1000)::bigint) AS bucket
          FROM chat_telemetry
         WHERE created_at >= first_hour
           AND created_at < end_hour),
    tally AS (
        SELECT grouping(domain, model) AS kind, bucket_start, domain, model,
               count(*) AS requests,
               count(*) FILTER (WHERE outcome IN ('error', 'timeout')) AS errors,
               coalesce(sum(input_tokens), 0)::bigint AS input_tokens,
               coalesce(sum(output_tokens), 0)::bigint AS output_tokens,
               count(cost_usd) AS priced_requests,
               sum(cost_usd) AS cost_usd,
               percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY latency_ms) AS latency
          FROM request
         GROUP BY GROUPING SETS ((bucket_start), (bucket_start, domain), (bucket_start, model))),
    bucket_count AS (
        SELECT grouping(domain, model) AS kind, bucket_start, domain, model, bucket, count(*)::integer AS requests
          FROM request
         WHERE bucket IS NOT NULL
         GROUP BY GROUPING SETS ((bucket_start, bucket), (bucket_start, domain, bucket), (bucket_start, model, bucket))),
    histogram AS (
        SELECT kind, bucket_start, domain, model,
               string_agg(int2send(bucket) || int4send(requests), ''::bytea ORDER BY bucket) AS latency_histogram
          FROM bucket_count
         GROUP BY kind, bucket_start, domain, model),
    fresh AS (
        SELECT tally.*, coalesce(latency_histogram, ''::bytea) AS latency_histogram, clock_timestamp() AS refreshed_at
          FROM tally
          LEFT JOIN histogram
            ON histogram.kind = tally.kind
           AND histogram.bucket_start = tally.bucket_start
           AND coalesce(histogram.domain, histogram.model, '') = coalesce(tally.domain, tally.model, '')),
    total AS (
        INSERT INTO chat_telemetry_rollups
               (bucket_start, refreshed_at, requests, errors, input_tokens, output_tokens, priced_requests,
                latency_p50_ms, latency_p95_ms, cost_usd, latency_histogram)
        SELECT bucket_start, refreshed_at, requests, errors, input_tokens, output_tokens, priced_requests,
               latency[1], latency[2], cost_usd, latency_histogram
          FROM fresh
         WHERE kind = 3),
    by_domain AS (
        INSERT INTO chat_telemetry_domain_rollups
               (bucket_start, domain, refreshed_at, requests, errors, input_tokens, output_tokens, priced_requests,
                latency_p50_ms, latency_p95_ms, cost_usd, latency_histogram)
        SELECT bucket_start, domain, refreshed_at, requests, errors, input_tokens, output_tokens, priced_requests,
               latency[1], latency[2], cost_usd, latency_histogram
          FROM fresh
         WHERE kind = 1),
    by_model AS (
        INSERT INTO chat_telemetry_model_rollups
               (bucket_start, model, refreshed_at, requests, errors, input_tokens, output_tokens, priced_requests,
                latency_p50_ms, latency_p95_ms, cost_usd, latency_histogram)
        SELECT bucket_start, model, refreshed_at, requests, errors, input_tokens, output_tokens, priced_requests,
               latency[1], latency[2], cost_usd, latency_histogram
          FROM fresh
         WHERE kind = 2)
    SELECT count(*) INTO row_count FROM tally;
    RETURN row_count;
END
$$;
COMMENT ON FUNCTION refresh_chat_telemetry_rollups(timestamptz, timestamptz) IS
    'Makes the chat rollups of the hours that a range touches anew; returns how many rows they have.';
REVOKE ALL ON FUNCTION refresh_chat_telemetry_rollups(timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refresh_chat_telemetry_rollups(timestamptz, timestamptz) TO andon_analyzer, service_role;
