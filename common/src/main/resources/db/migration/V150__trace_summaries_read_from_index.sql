-- The distribution of traces over time and duration reads 200 000 entries. With duration and status in the index it reads pages of the
-- index in order, not one page of the table a trace: 2 087 buffers instead of 201 627.
DROP INDEX trace_summaries_started_at_idx;
CREATE INDEX trace_summaries_started_at_idx ON trace_summaries (started_at DESC, trace_id) INCLUDE (duration_ms, status);
