-- What checks found (spec N3, N4), so that pages show history and messages say what changed. A run of the schedule is claimed by
-- its slot: of any number of instances one makes it. One that never finished is of an instance that died in it.
CREATE TABLE monitor_runs (
    run_id      uuid        NOT NULL,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    slot_at     timestamptz,
    trigger     text        NOT NULL,
    scope       text        NOT NULL,
    status      text,
    CONSTRAINT monitor_runs_pkey PRIMARY KEY (run_id),
    CONSTRAINT monitor_runs_one_per_slot UNIQUE (slot_at),
    CONSTRAINT monitor_runs_trigger_known CHECK (trigger IN ('command', 'schedule', 'page')),
    CONSTRAINT monitor_runs_scope_known CHECK (scope IN ('telemetry', 'gdpr', 'all')),
    CONSTRAINT monitor_runs_status_known CHECK (status IN ('fresh', 'warn', 'stale', 'unknown')),
    CONSTRAINT monitor_runs_status_when_finished CHECK ((status IS NULL) = (finished_at IS NULL))
);
CREATE INDEX monitor_runs_started_at_idx ON monitor_runs (started_at DESC);
COMMENT ON TABLE monitor_runs IS 'owner: monitor. Runs of the checks, by command, by the schedule or from the page.';
COMMENT ON COLUMN monitor_runs.slot_at IS 'Of the schedule: the moment it is for, a multiple of the interval.';
COMMENT ON COLUMN monitor_runs.status IS 'The worst of its results: stale before unknown before warn before fresh.';

CREATE TABLE monitor_results (
    run_id      uuid             NOT NULL,
    checked_at  timestamptz      NOT NULL,
    value       double precision,
    warn_at     double precision,
    error_at    double precision,
    took_ms     double precision NOT NULL,
    check_key   text             NOT NULL,
    check_group text             NOT NULL,
    title       text             NOT NULL,
    measures    text             NOT NULL,
    status      text             NOT NULL,
    unit        text,
    expected    text,
    detail      text             NOT NULL,
    remedy      text,
    page        text             NOT NULL,
    runbook     text             NOT NULL,
    CONSTRAINT monitor_results_pkey PRIMARY KEY (run_id, check_key),
    CONSTRAINT monitor_results_run_id_fkey FOREIGN KEY (run_id) REFERENCES monitor_runs (run_id) ON DELETE CASCADE,
    CONSTRAINT monitor_results_group_known CHECK (check_group IN ('rollups', 'raw', 'privacy', 'loop', 'end-to-end')),
    CONSTRAINT monitor_results_status_known CHECK (status IN ('fresh', 'warn', 'stale', 'unknown'))
);
CREATE INDEX monitor_results_check_idx ON monitor_results (check_key, checked_at DESC);
COMMENT ON TABLE monitor_results IS 'owner: monitor. One result a check and run.';
COMMENT ON COLUMN monitor_results.unit IS 'Of value, warn_at and error_at; s for ages.';
COMMENT ON COLUMN monitor_results.expected IS 'The usual range in words, where two limits do not say it.';

GRANT SELECT, INSERT, UPDATE, DELETE ON monitor_runs, monitor_results TO andon_monitor;
GRANT SELECT ON monitor_runs, monitor_results TO service_role;
