-- A B-tree costs 15,000 instructions a row, more than half of what storing the row itself costs (docs/rationale.md). Two spans of three
-- are model calls and tools, whose percentiles come from rollups; the index keeps what operators look up by name.
DROP INDEX idx_workflow_trace_log_span_type_name;
CREATE INDEX idx_workflow_trace_log_span_type_name ON workflow_trace_log (span_type, span_name)
    WHERE span_type IN ('workflow', 'phase', 'gate', 'subagent');
