-- Spans outside every daily partition (backfill of years ago, a clock far ahead) are stored here, not lost (spec W4).
CREATE TABLE workflow_trace_log_default PARTITION OF workflow_trace_log DEFAULT;
COMMENT ON TABLE workflow_trace_log_default IS 'owner: ingest. Spans of days that have no partition of their own.';
GRANT INSERT, SELECT ON workflow_trace_log_default TO andon_ingest;
