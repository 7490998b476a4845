-- Transaction ids belong to a cluster. After a dump is restored into a new one, the watermark of the rollups, the queue and the spans
-- carry ids that this cluster has not reached: new spans would lie below the watermark and never be counted.

-- Why the rollups cannot go on in this cluster; NULL where they can. Asked by every fold, so it reads the ends of indexes only; the
-- last case, for a cluster that has caught up with the old ids meanwhile, is looked at after a pause alone.
CREATE OR REPLACE FUNCTION rollups_of_another_cluster() RETURNS text
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE
           WHEN mark.folded_xid > snapshot.next_xid
           THEN format('The rollups hold spans up to transaction %s, but this cluster is at %s.', mark.folded_xid, snapshot.next_xid)
           WHEN newest.xid >= snapshot.next_xid
           THEN format('Spans were stored by transaction %s, but this cluster is at %s.', newest.xid, snapshot.next_xid)
           WHEN mark.updated_at < now() - interval '1 minute'
                -- What lies below the watermark had ended when it was set; received_at is the same clock.
                AND EXISTS (SELECT
                              FROM span_batches AS late
                             WHERE late.xid < mark.folded_xid
                               AND late.received_at > mark.updated_at + interval '1 minute')
           THEN format('Spans came in below transaction %s after the rollups had reached it.', mark.folded_xid)
           END
      FROM (SELECT pg_snapshot_xmax(pg_current_snapshot()) AS next_xid) AS snapshot
     CROSS JOIN rollup_watermarks AS mark
      LEFT JOIN (SELECT xid FROM span_batches ORDER BY xid DESC LIMIT 1) AS newest ON true
     WHERE mark.name = 'spans'
$$;
REVOKE ALL ON FUNCTION rollups_of_another_cluster() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rollups_of_another_cluster() TO andon_analyzer, andon_monitor, service_role;

-- Makes spans that were restored, of [p_from, p_to), older than every transaction of this cluster, and returns how many. The analyzer
-- calls it before it makes the rollups anew; it says from which transaction on a span cannot be counted as it is.
CREATE OR REPLACE FUNCTION adopt_restored_spans(p_from timestamptz, p_to timestamptz, p_xid xid8) RETURNS bigint
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH adopted AS (
        UPDATE workflow_trace_log
           SET ingest_xid = '0'
         WHERE created_at >= p_from
           AND created_at < p_to
           AND ingest_xid >= p_xid
        RETURNING 1)
    SELECT count(*) FROM adopted
$$;
REVOKE ALL ON FUNCTION adopt_restored_spans(timestamptz, timestamptz, xid8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION adopt_restored_spans(timestamptz, timestamptz, xid8) TO andon_analyzer;

-- Takes what was restored of the queue out of it; its spans are counted when the rollups are made anew. Returns how many.
CREATE OR REPLACE FUNCTION drop_restored_batches() RETURNS bigint
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH dropped AS (
        DELETE FROM span_batches
         WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())
        RETURNING 1)
    SELECT count(*) FROM dropped
$$;
REVOKE ALL ON FUNCTION drop_restored_batches() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_restored_batches() TO andon_analyzer;
