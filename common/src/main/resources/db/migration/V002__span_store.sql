-- The one span store (spec W1 to W4). Ids are lower-case hex text as operators type them; collation C compares them by bytes.
-- Columns of eight bytes come first, so that no row carries padding.
CREATE TABLE workflow_trace_log (
    created_at            timestamptz      NOT NULL,
    duration_ms           double precision NOT NULL,
    ingest_xid            xid8             NOT NULL DEFAULT pg_current_xact_id(),
    resource_id           bigint           NOT NULL,
    input_tokens          bigint,
    output_tokens         bigint,
    trace_id              text COLLATE "C" NOT NULL,
    span_id               text COLLATE "C" NOT NULL,
    parent_span_id        text COLLATE "C",
    span_type             text COLLATE "C" NOT NULL,
    span_kind             text COLLATE "C" NOT NULL,
    status                text COLLATE "C" NOT NULL,
    span_name             text             NOT NULL,
    service_name          text             NOT NULL,
    workflow_execution_id text,
    phase                 text,
    gate                  text,
    subagent              text,
    sd_type               text,
    model                 text,
    tool                  text,
    conversation_id       text,
    user_id               text,
    peer_service          text,
    status_message        text,
    trace_state           text,
    attributes            jsonb,
    events                jsonb,
    links                 jsonb,
    CONSTRAINT workflow_trace_log_span_type_known
        CHECK (span_type IN ('workflow', 'phase', 'gate', 'subagent', 'llm', 'tool', 'span')),
    CONSTRAINT workflow_trace_log_span_kind_known
        CHECK (span_kind IN ('INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER', 'UNSPECIFIED')),
    CONSTRAINT workflow_trace_log_status_known CHECK (status IN ('UNSET', 'OK', 'ERROR')),
    CONSTRAINT workflow_trace_log_duration_not_negative CHECK (duration_ms >= 0)
) PARTITION BY RANGE (created_at);

COMMENT ON TABLE workflow_trace_log IS 'owner: ingest. One row a span; partitioned by the UTC day of the span''s start.';
COMMENT ON COLUMN workflow_trace_log.created_at IS 'Start of the span.';
COMMENT ON COLUMN workflow_trace_log.ingest_xid IS 'Transaction that stored the span; rollups fold what lies below a safe watermark of it.';
COMMENT ON COLUMN workflow_trace_log.resource_id IS 'The row of trace_resources: resource and instrumentation scope.';
COMMENT ON COLUMN workflow_trace_log.peer_service IS 'The called service, where a CLIENT or PRODUCER span names it.';

-- Exact de-duplication and trace reconstruction in one index.
CREATE UNIQUE INDEX idx_workflow_trace_log_trace_id ON workflow_trace_log (trace_id, span_id, created_at);
-- Rows of a partition arrive about in order of time, so a block range index serves time ranges at next to no insert cost.
CREATE INDEX idx_workflow_trace_log_created_at ON workflow_trace_log USING brin (created_at) WITH (pages_per_range = 32);
CREATE INDEX idx_workflow_trace_log_execution_time ON workflow_trace_log (workflow_execution_id, created_at)
    WHERE workflow_execution_id IS NOT NULL;
CREATE INDEX idx_workflow_trace_log_span_type_name ON workflow_trace_log (span_type, span_name) WHERE span_type <> 'span';
CREATE INDEX idx_workflow_trace_log_phase_duration ON workflow_trace_log (phase, duration_ms DESC) WHERE phase IS NOT NULL;

ALTER TABLE workflow_trace_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_role_all_workflow_trace_log ON workflow_trace_log FOR ALL TO service_role USING (true) WITH CHECK (true);
CREATE POLICY andon_ingest_all_workflow_trace_log ON workflow_trace_log FOR ALL TO andon_ingest USING (true) WITH CHECK (true);
CREATE POLICY andon_read_workflow_trace_log ON workflow_trace_log FOR SELECT TO andon_analyzer, andon_monitor USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON workflow_trace_log TO service_role;
GRANT SELECT, INSERT ON workflow_trace_log TO andon_ingest;
GRANT SELECT ON workflow_trace_log TO andon_analyzer, andon_monitor;

-- What spans share: the resource they come from and the scope that made them, once.
CREATE TABLE trace_resources (
    resource_id      bigint      NOT NULL,
    first_seen_at    timestamptz NOT NULL DEFAULT now(),
    service_name     text        NOT NULL,
    attributes       jsonb       NOT NULL,
    scope_name       text,
    scope_version    text,
    scope_attributes jsonb,
    schema_url       text,
    CONSTRAINT trace_resources_pkey PRIMARY KEY (resource_id)
);
COMMENT ON TABLE trace_resources IS 'owner: ingest. Resource and instrumentation scope of spans; the id is a hash of the content.';
GRANT SELECT, INSERT ON trace_resources TO andon_ingest;
GRANT SELECT ON trace_resources TO andon_analyzer, andon_monitor;
GRANT SELECT, INSERT, UPDATE, DELETE ON trace_resources TO service_role;

-- One row a committed write: which traces it touched. The analyzer reads these in the order of xid, behind
-- pg_snapshot_xmin(pg_current_snapshot()), so that a transaction that commits late is never skipped.
CREATE TABLE span_batches (
    batch_id        bigint      GENERATED ALWAYS AS IDENTITY,
    xid             xid8        NOT NULL DEFAULT pg_current_xact_id(),
    received_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    first_start_at  timestamptz NOT NULL,
    last_start_at   timestamptz NOT NULL,
    span_count      integer     NOT NULL,
    duplicate_count integer     NOT NULL DEFAULT 0,
    trace_ids       text[] COLLATE "C" NOT NULL,
    CONSTRAINT span_batches_pkey PRIMARY KEY (batch_id)
);
CREATE INDEX span_batches_xid_idx ON span_batches (xid);
COMMENT ON TABLE span_batches IS 'owner: ingest. What each committed write touched: the analyzer''s queue of traces to fold.';
GRANT SELECT, INSERT, DELETE ON span_batches TO andon_ingest;
GRANT SELECT ON span_batches TO andon_analyzer, andon_monitor, service_role;
