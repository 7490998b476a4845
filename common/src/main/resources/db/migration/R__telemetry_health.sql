-- Health of the analysis in one row (spec W28). Traces are counted from trace_summaries, which has one row a trace and an index on
-- its time, so the view stays fast where the span store holds millions.
CREATE OR REPLACE VIEW telemetry_health WITH (security_invoker = true) AS
SELECT last_run.run_id AS last_run_id,
       last_run.status AS last_run_status,
       last_run.triggered_at AS last_run_triggered_at,
       last_run.finished_at AS last_run_finished_at,
       last_run.reason_code AS last_run_reason_code,
       last_run.findings_count AS last_run_findings_count,
       (SELECT max(finished_at) FROM telemetry_analysis_runs WHERE status = 'SUCCEEDED') AS last_success_at,
       day.trace_count,
       day.execution_count,
       day.avg_duration_ms,
       (SELECT coalesce(jsonb_object_agg(dimension_type, active_count ORDER BY dimension_type), '{}')
          FROM (SELECT dimension_type, count(*) AS active_count
                  FROM telemetry_thresholds
                 WHERE is_active
                 GROUP BY dimension_type) AS by_type) AS active_thresholds,
       (SELECT max(as_of) FROM rollup_watermarks WHERE name = 'spans') AS as_of
  FROM (SELECT count(*) AS trace_count,
               count(DISTINCT workflow_execution_id) AS execution_count,
               avg(duration_ms) AS avg_duration_ms
          FROM trace_summaries
         WHERE started_at > now() - interval '24 hours') AS day
  LEFT JOIN (SELECT run_id, status, triggered_at, finished_at, reason_code, findings_count
               FROM telemetry_analysis_runs
              ORDER BY triggered_at DESC
              LIMIT 1) AS last_run ON true;
COMMENT ON VIEW telemetry_health IS
    'Last analysis run; traces, executions and mean duration of the last 24 hours; active thresholds by dimension type.';

-- The alert rules (spec W27), one row each, firing or not: what fired, what it measured, from where on it fires, what to do and
-- where to look. p_now is a parameter so that a rule can be asked about any moment.
CREATE OR REPLACE FUNCTION telemetry_alerts(p_now timestamptz DEFAULT now())
    RETURNS TABLE (severity text, name text, firing boolean, value double precision, threshold double precision, unit text,
                   summary text, runbook text, page text)
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH failed AS (
        SELECT count(*)::double precision AS value
          FROM telemetry_analysis_runs
         WHERE status = 'FAILED'
           AND reason_code IS DISTINCT FROM 'INSUFFICIENT_DATA'
           AND triggered_at > p_now - interval '24 hours'),
    stuck AS (
        SELECT coalesce(max(extract(epoch FROM p_now - coalesce(started_at, triggered_at))) / 60, 0)::double precision AS value
          FROM telemetry_analysis_runs
         WHERE status = 'RUNNING'),
    traffic AS (
        -- Active: something came within the last week. EXISTS stops at the first row of the newest partitions.
        SELECT EXISTS (SELECT FROM workflow_trace_log
                        WHERE created_at > p_now - interval '6 hours' AND created_at <= p_now) AS recent,
               EXISTS (SELECT FROM workflow_trace_log
                        WHERE created_at > p_now - interval '7 days' AND created_at <= p_now - interval '6 hours') AS earlier),
    runs AS (
        SELECT max(finished_at) FILTER (WHERE status = 'SUCCEEDED') AS last_success,
               min(triggered_at) AS first_run
          FROM telemetry_analysis_runs),
    rollups AS (
        SELECT coalesce(max(greatest(extract(epoch FROM p_now - as_of), 0)) / 60, 0)::double precision AS behind,
               rollups_of_another_cluster() AS other_cluster
          FROM rollup_watermarks
         WHERE name = 'spans'),
    opened AS (
        SELECT count(*)::double precision AS value
          FROM continuous_improvements
         WHERE source = 'TELEMETRY_BOTTLENECK'
           AND created_at > p_now - interval '24 hours')
    SELECT 'critical', 'analysis_failing', failed.value >= 3, failed.value, 3::double precision, 'runs',
           format('%s analysis runs failed in 24 hours.', failed.value),
           'Read error_detail of the failed runs. "Database connection timeout": check the database''s load and connections, '
           || 'then queue a run again. Anything else: look for the run id in the analyzer''s log.',
           '/runs'
      FROM failed
    UNION ALL
    SELECT 'critical', 'analysis_stuck', stuck.value > 10, stuck.value, 10, 'minutes',
           format('An analysis run has been RUNNING for %s minutes.', round(stuck.value)),
           'Check that an analyzer is up and reaches the database: it takes such a run over by itself, '
           || 'and fails it as STUCK after three attempts.',
           '/runs'
      FROM stuck
    UNION ALL
    SELECT 'critical', 'no_traces', traffic.earlier AND NOT traffic.recent,
           CASE WHEN traffic.recent THEN 1 ELSE 0 END, 1, 'any span in 6 hours',
           CASE WHEN traffic.recent THEN 'Spans arrived within 6 hours.'
                WHEN traffic.earlier THEN 'No span has started within 6 hours, though some did this week.'
                ELSE 'No span has started this week: not in use.' END,
           'Check that ingest is ready (/q/health/ready on its port), that the key of the sending programs is valid, '
           || 'and that OTEL_EXPORTER_OTLP_ENDPOINT points to it.',
           '/traces'
      FROM traffic
    UNION ALL
    SELECT 'critical', 'rollups_behind', rollups.behind > 10 OR rollups.other_cluster IS NOT NULL, rollups.behind, 10, 'minutes',
           coalesce('The database was restored into another cluster. ' || rollups.other_cluster,
                    format('Spans of the last %s minutes are not in the rollups.', round(rollups.behind))),
           CASE WHEN rollups.other_cluster IS NULL
                THEN 'Check that an analyzer is up, and read its log. A transaction that runs for long anywhere in the cluster holds '
                     || 'the rollups up: look for it in pg_stat_activity.'
                ELSE 'New spans are stored but not counted until the rollups are made anew: andon analyzer rollup rebuild.' END,
           '/'
      FROM rollups
    UNION ALL
    SELECT 'warning', 'analysis_stale',
           coalesce(coalesce(runs.last_success, runs.first_run) < p_now - interval '7 days', false),
           coalesce(extract(epoch FROM p_now - coalesce(runs.last_success, runs.first_run)) / 86400, 0)::double precision, 7, 'days',
           CASE WHEN runs.last_success IS NULL THEN 'No analysis has succeeded yet.'
                ELSE format('The last successful analysis ended at %s.', runs.last_success) END,
           'Run "analyze": it says what is missing. The scheduler of an analyzer queues a run by itself when one is due; '
           || 'check that one is up.',
           '/runs'
      FROM runs
    UNION ALL
    SELECT 'warning', 'improvement_flood', opened.value > 20, opened.value, 20, 'improvements',
           format('%s improvements were opened in 24 hours.', opened.value),
           'Raise the multiplier of a noisy dimension, or switch its threshold off: thresholds set TYPE KEY, thresholds deactivate TYPE KEY.',
           '/improvements'
      FROM opened
$$;
COMMENT ON FUNCTION telemetry_alerts(timestamptz) IS 'The alert rules of the workflow telemetry, one row each, firing or not.';

REVOKE ALL ON FUNCTION telemetry_alerts(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION telemetry_alerts(timestamptz) TO andon_analyzer, andon_monitor, service_role;
GRANT SELECT ON telemetry_health TO andon_analyzer, andon_monitor, service_role;
