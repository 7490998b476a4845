-- Analysis runs (spec W16, W23). At most one run waits and one runs at a time, so "queue one if stale" is exact whoever asks.
CREATE TABLE telemetry_analysis_runs (
    run_id         uuid        NOT NULL DEFAULT gen_random_uuid(),
    status         text        NOT NULL DEFAULT 'QUEUED',
    triggered_at   timestamptz NOT NULL DEFAULT now(),
    triggered_by   text        NOT NULL DEFAULT 'operator',
    started_at     timestamptz,
    finished_at    timestamptz,
    window_days    integer,
    attempt        integer     NOT NULL DEFAULT 0,
    worker         text,
    reason_code    text,
    findings_count integer     NOT NULL DEFAULT 0,
    error_detail   text,
    output_ref     jsonb,
    CONSTRAINT telemetry_analysis_runs_pkey PRIMARY KEY (run_id),
    CONSTRAINT telemetry_analysis_runs_status_known CHECK (status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED')),
    CONSTRAINT telemetry_analysis_runs_finished_when_over
        CHECK ((status IN ('SUCCEEDED', 'FAILED')) = (finished_at IS NOT NULL))
);
CREATE UNIQUE INDEX telemetry_analysis_runs_one_queued ON telemetry_analysis_runs ((true)) WHERE status = 'QUEUED';
CREATE UNIQUE INDEX telemetry_analysis_runs_one_running ON telemetry_analysis_runs ((true)) WHERE status = 'RUNNING';
CREATE INDEX telemetry_analysis_runs_triggered_at_idx ON telemetry_analysis_runs (triggered_at DESC);
COMMENT ON TABLE telemetry_analysis_runs IS 'owner: analyzer. One row an analysis; output_ref holds bottlenecks, worst first.';
GRANT SELECT, INSERT, UPDATE ON telemetry_analysis_runs TO andon_analyzer;
GRANT SELECT ON telemetry_analysis_runs TO andon_monitor, andon_ingest;
GRANT SELECT, INSERT, UPDATE, DELETE ON telemetry_analysis_runs TO service_role;
