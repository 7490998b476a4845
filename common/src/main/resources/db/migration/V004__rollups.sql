-- Rollups that the analyzer folds from committed spans, exactly once: a trace that gets more spans is taken out as it was
-- (spans below its folded_xid) and put back as it is, so every sum and count is exact. Times are whole microseconds.
CREATE TABLE rollup_watermarks (
    name       text        NOT NULL,
    folded_xid xid8        NOT NULL,
    version    integer     NOT NULL DEFAULT 1,
    as_of      timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT rollup_watermarks_pkey PRIMARY KEY (name)
);
COMMENT ON TABLE rollup_watermarks IS 'owner: analyzer. How far each fold has come: everything below folded_xid is in.';
COMMENT ON COLUMN rollup_watermarks.version IS 'Of the function that folds; another one makes the rollups anew.';
COMMENT ON COLUMN rollup_watermarks.as_of IS 'Every span acknowledged before this time is in the rollups.';

CREATE TABLE trace_summaries (
    started_at            timestamptz      NOT NULL,
    last_start_at         timestamptz      NOT NULL,
    duration_ms           double precision NOT NULL,
    folded_xid            xid8             NOT NULL,
    span_count            integer          NOT NULL,
    error_count           integer          NOT NULL,
    input_tokens          bigint           NOT NULL DEFAULT 0,
    output_tokens         bigint           NOT NULL DEFAULT 0,
    trace_id              text COLLATE "C" NOT NULL,
    complete              boolean          NOT NULL,
    status                text             NOT NULL,
    root_service          text             NOT NULL,
    root_name             text             NOT NULL,
    root_type             text             NOT NULL,
    workflow_execution_id text,
    sd_type               text,
    conversation_id       text,
    services              text[]           NOT NULL DEFAULT '{}',
    models                text[]           NOT NULL DEFAULT '{}',
    CONSTRAINT trace_summaries_pkey PRIMARY KEY (trace_id)
);
CREATE INDEX trace_summaries_started_at_idx ON trace_summaries (started_at DESC, trace_id);
CREATE INDEX trace_summaries_execution_idx ON trace_summaries (workflow_execution_id, started_at)
    WHERE workflow_execution_id IS NOT NULL;
COMMENT ON TABLE trace_summaries IS 'owner: analyzer. One row a trace: its root, its extent, its counts.';
COMMENT ON COLUMN trace_summaries.complete IS 'A root without a parent is here and no span misses its parent.';

CREATE TABLE dimension_rollups (
    bucket_start       timestamptz NOT NULL,
    samples            bigint      NOT NULL,
    errors             bigint      NOT NULL,
    duration_us        bigint      NOT NULL,
    critical_us        bigint      NOT NULL,
    self_us            bigint      NOT NULL,
    p50_ms             double precision NOT NULL,
    p95_ms             double precision NOT NULL,
    dimension_type     text        NOT NULL,
    dimension_key      text        NOT NULL,
    duration_histogram bytea       NOT NULL,
    self_histogram     bytea       NOT NULL,
    exemplars          text[]      NOT NULL DEFAULT '{}',
    exemplar_us        bigint[]    NOT NULL DEFAULT '{}',
    CONSTRAINT dimension_rollups_pkey PRIMARY KEY (bucket_start, dimension_type, dimension_key)
);
CREATE INDEX dimension_rollups_dimension_idx ON dimension_rollups (dimension_type, dimension_key, bucket_start);
COMMENT ON TABLE dimension_rollups IS 'owner: analyzer. Per hour (of the trace''s start) and dimension: counts, sums and mergeable histograms.';
COMMENT ON COLUMN dimension_rollups.critical_us IS 'Sum over samples of the time they or their descendants lie on the critical path.';
COMMENT ON COLUMN dimension_rollups.self_us IS
    'Sum over samples of the time they are on the critical path while no other sample of the type below them is.';
COMMENT ON COLUMN dimension_rollups.exemplars IS 'Trace ids of the slowest samples, slowest first; exemplar_us holds their durations.';

CREATE TABLE call_rollups (
    bucket_start   timestamptz NOT NULL,
    calls          bigint      NOT NULL,
    self_us        bigint      NOT NULL,
    kind           text        NOT NULL,
    service        text        NOT NULL,
    callee         text        NOT NULL,
    operation      text        NOT NULL,
    self_histogram bytea       NOT NULL,
    CONSTRAINT call_rollups_pkey PRIMARY KEY (bucket_start, kind, service, callee, operation),
    CONSTRAINT call_rollups_kind_known CHECK (kind IN ('own', 'edge')),
    CONSTRAINT call_rollups_own_has_no_callee CHECK ((kind = 'own') = (callee = ''))
);
COMMENT ON TABLE call_rollups IS
    'owner: analyzer. Critical-path self time a call: of a service''s own code, or of the gap between caller and callee.';

GRANT SELECT, INSERT, UPDATE, DELETE ON rollup_watermarks, trace_summaries, dimension_rollups, call_rollups TO andon_analyzer;
GRANT SELECT ON rollup_watermarks, trace_summaries, dimension_rollups, call_rollups TO andon_monitor, andon_ingest;
GRANT SELECT, INSERT, UPDATE, DELETE ON rollup_watermarks, trace_summaries, dimension_rollups, call_rollups TO service_role;
