package dev.andon.monitor.testing;

import dev.andon.common.testing.TestDatabase;

/** Some weeks of an audit log: exports, erasures, changes of rules, retention every day; two holds and the runs of retention. */
public final class StoryLedger {
    private static final String ENTRIES = """
            SELECT gdpr_audit_append(
                       (ARRAY['d.okafor', 'm.lindqvist', 'andon-monitor'])[1 + n % 3],
                       (ARRAY['export', 'erase', 'retention', 'access', 'policy_change'])[1 + n % 5],
                       CASE WHEN n % 5 IN (0, 1, 3) THEN md5('person ' || n % 4) END,
                       CASE n % 17 WHEN 5 THEN 'refused' WHEN 11 THEN 'failed' ELSE 'done' END,
                       jsonb_build_object('messages', n * 37 % 500, 'workflow_trace_log', n * 1000),
                       CASE WHEN n % 2 = 0 THEN 'Request E-' || n || '.' END,
                       now() - (60 - n) * interval '11 hours')
              FROM generate_series(1, 60) AS n
            """;

    private static final String HOLDS = """
            SELECT retention_add_hold('person', 'a.very.long.address.of.somebody.who.is.held@department.example.org', md5('person 1'),
                                      'Case 17 of 2026', 'counsel');
            SELECT retention_add_hold('class', 'spans', NULL, 'Audit of the year', 'counsel')
            """;

    private static final String RUNS = """
            INSERT INTO retention_runs (run_id, started_at, finished_at, day, started_by, outcome, counts, detail)
            SELECT gen_random_uuid(), now() - n * interval '24 hours', now() - n * interval '24 hours', current_date - n, 'andon-monitor',
                   CASE n WHEN 2 THEN 'partly' ELSE 'done' END, '{"workflow_trace_log": 812345, "days_dropped": 1, "messages": 412}',
                   CASE n WHEN 2 THEN 'Some spans were in use.' END
              FROM generate_series(0, 3) AS n
            """;

    private final TestDatabase database;

    public StoryLedger(TestDatabase database) {
        this.database = database;
    }

    public void tell() {
        database.execute(ENTRIES);
        database.execute(HOLDS);
        database.execute(RUNS);
    }
}
