package dev.andon.monitor.request;

import dev.andon.common.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Alice, who is in every table that can hold a person, among others who must not be touched; and a look at every byte there is. */
final class Person {
    static final String USER = "u-alice-77";
    static final String MAIL = "alice.k@example.com";
    static final List<String> IDENTIFIERS = List.of(USER, MAIL);
    /** What must be nowhere afterwards. */
    static final List<String> TRACES_OF_HER =
            List.of(USER, MAIL, "alice.k%40example.com", "conv-alice-1", "conv-alice-2", "her secret");

    private static final String OTHERS = """
            SELECT ensure_span_partitions(current_date - 3, current_date);
            INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, parent_span_id, span_type, span_kind,
                   status, span_name, service_name, user_id, conversation_id, status_message, attributes, events)
            SELECT now() - n * interval '10 minutes', n, 1, md5('other' || n), left(md5('span' || n), 16), NULL, 'llm', 'CLIENT', 'OK',
                   'chat', 'svc', 'u-bob-' || n % 7, 'conv-bob-' || n % 7, 'fine ' || n,
                   jsonb_build_object('prompt', repeat('words of bob ', 300), 'user.id', 'u-bob-' || n % 7), '[{"name": "e"}]'
              FROM generate_series(1, 400) AS n;
            INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, status, span_name,
                   service_name, user_id, attributes)
            VALUES (now(), 1, 1, md5('near'), 'aaaaaaaaaaaaaaaa', 'llm', 'CLIENT', 'OK', 'chat u-alice-770', 'svc', 'u-alice-770',
                    '{"mail": "malice.k@example.com", "also": "alice.k@example.com.au"}');
            INSERT INTO trace_resources (resource_id, service_name, attributes) VALUES (1, 'svc', '{"host.name": "h1"}');
            INSERT INTO conversations VALUES ('conv-bob-1', now(), now(), 'u-bob-1', 'help'), ('conv-bob-2', now(), now(), 'u-bob-2', NULL);
            INSERT INTO messages (message_id, conversation_id, sent_at, role, content)
            SELECT 'bob-' || n, 'conv-bob-1', now(), 'user', 'hello ' || n FROM generate_series(1, 50) AS n;
            INSERT INTO chat_telemetry (created_at, request_id, source, outcome, conversation_id, user_id, domain)
            SELECT now(), 'r-bob-' || n, 'api', 'ok', 'conv-bob-1', 'u-bob-1', 'help' FROM generate_series(1, 50) AS n;
            INSERT INTO dimension_rollups (bucket_start, dimension_type, dimension_key, samples, errors, duration_us, critical_us, self_us,
                   p50_ms, p95_ms, duration_histogram, self_histogram)
            VALUES ('2026-01-01', 'operation', 'svc chat', 1, 0, 1, 1, 1, 1, 1, '', '');
            INSERT INTO continuous_improvements (source, title, source_detail)
            VALUES ('MANUAL', 'Ask bob', '{"who": "u-bob-1"}')
            """;

    private static final String HERS = """
            INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, parent_span_id, span_type, span_kind,
                   status, span_name, service_name, workflow_execution_id, user_id, conversation_id, status_message, attributes, events)
            SELECT now() - n * interval '1 hour', n, 2, md5('alice' || n), left(md5('root' || n), 16), NULL, 'workflow', 'SERVER', 'ERROR',
                   'chat for u-alice-77', 'svc', 'run u-alice-77 ' || n, CASE WHEN n % 2 = 0 THEN 'u-alice-77' END, 'conv-alice-1',
                   'failed for Alice.K@example.com',
                   jsonb_build_object('prompt', repeat('her secret ', 500), 'mail', 'alice.k@example.com', 'gen_ai.request.model', 'gpt'),
                   '[{"attributes": {"deep": ["u-alice-77"]}}]'
              FROM generate_series(1, 60) AS n;
            INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, parent_span_id, span_type, span_kind,
                   status, span_name, service_name, attributes)
            SELECT now() - n * interval '1 hour', n, 2, md5('alice' || n), left(md5('leaf' || n), 16), left(md5('root' || n), 16), 'llm',
                   'CLIENT', 'OK', 'llm', 'svc', '{"completion": "her secret", "gen_ai.usage.input_tokens": 3}'
              FROM generate_series(1, 60) AS n;
            INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, status, span_name,
                   service_name, user_id, attributes)
            VALUES (now(), 1, 1, md5('mention'), 'bbbbbbbbbbbbbbbb', 'llm', 'CLIENT', 'OK', 'chat', 'svc', 'u-bob-1',
                    '{"prompt": "mail alice.k@example.com, not malice.k@example.com", "url": "https://x/?m=alice.k%40example.com"}');
            INSERT INTO trace_resources (resource_id, service_name, attributes) VALUES (2, 'svc', '{"process.owner": "u-alice-77"}');
            INSERT INTO conversations VALUES ('conv-alice-1', now(), now(), 'u-alice-77', 'help'),
                   ('conv-alice-2', now(), now(), 'Alice.K@example.com', NULL);
            INSERT INTO messages (message_id, conversation_id, sent_at, role, content)
            SELECT 'm-' || n, 'conv-alice-' || 1 + n % 2, now(), 'user', 'her secret ' || n FROM generate_series(1, 40) AS n;
            INSERT INTO messages (message_id, conversation_id, sent_at, role, content)
            VALUES ('bob-about', 'conv-bob-1', now(), 'user', 'Ask alice.k@example.com or ALICE.K@EXAMPLE.COM!');
            INSERT INTO chat_telemetry (created_at, request_id, source, outcome, conversation_id, user_id, domain, cost_usd)
            SELECT now(), 'conv-alice-1/' || n, 'api', 'ok', 'conv-alice-1', 'u-alice-77', 'of u-alice-77', 0.5
              FROM generate_series(1, 30) AS n;
            INSERT INTO trace_summaries (started_at, last_start_at, duration_ms, folded_xid, span_count, error_count, trace_id, complete,
                   status, root_service, root_name, root_type, conversation_id, services)
            SELECT now() - n * interval '1 hour', now() - n * interval '1 hour', 1, '1', 2, 1, md5('alice' || n), true, 'ERROR', 'svc',
                   'chat for u-alice-77', 'workflow', 'conv-alice-1', ARRAY['svc', 'u-alice-77']
              FROM generate_series(1, 60) AS n;
            INSERT INTO dimension_rollups (bucket_start, dimension_type, dimension_key, samples, errors, duration_us, critical_us, self_us,
                   p50_ms, p95_ms, duration_histogram, self_histogram)
            VALUES ('2026-01-01', 'operation', 'svc chat for u-alice-77', 1, 0, 1, 1, 1, 1, 1, '', ''),
                   ('2026-01-01', 'operation', 'svc chat for alice.k@example.com', 1, 0, 1, 1, 1, 1, 1, '', '');
            INSERT INTO call_rollups (bucket_start, calls, self_us, kind, service, callee, operation, self_histogram)
            VALUES ('2026-01-01', 1, 1, 'own', 'svc', '', 'chat for u-alice-77', '');
            INSERT INTO telemetry_analysis_runs (status, triggered_by, finished_at, output_ref, error_detail)
            VALUES ('SUCCEEDED', 'alice.k@example.com', now(), '{"bottlenecks": [{"key": "svc chat for u-alice-77"}]}', 'u-alice-77');
            INSERT INTO continuous_improvements (source, title, description, source_detail, attributes)
            VALUES ('TELEMETRY_BOTTLENECK', 'Slow for u-alice-77', 'mail alice.k@example.com',
                    '{"dimension_type": "operation", "dimension_key": "svc chat for u-alice-77", "finding": "slow"}', '{"by": "u-alice-77"}'),
                   ('TELEMETRY_BOTTLENECK', 'Slow', '',
                    '{"dimension_type": "operation", "dimension_key": "svc chat for alice.k@example.com", "finding": "slow"}', '{}');
            SELECT ops_emit_event('TELEMETRY_BOTTLENECK', '{"detail": {"keys": ["svc chat for u-alice-77"]}}');
            INSERT INTO telemetry_thresholds (dimension_type, dimension_key, baseline_p50_ms, updated_by)
            VALUES ('operation', 'svc chat for u-alice-77', 5, 'alice.k@example.com');
            INSERT INTO monitor_runs (run_id, started_at, trigger, scope) VALUES ('00000000-0000-0000-0000-000000000001', now(), 'page', 'all');
            INSERT INTO monitor_results (run_id, checked_at, took_ms, check_key, check_group, title, measures, status, detail, page, runbook)
            VALUES ('00000000-0000-0000-0000-000000000001', now(), 1, 'k', 'raw', 't', 'm', 'stale', 'silent: u-alice-77', '/', 'r');
            INSERT INTO api_keys (key_id, name, secret_hash, scopes)
            VALUES ('alicekey', 'laptop of alice.k@example.com', sha256('x'), '{read}');
            INSERT INTO sign_in_sessions (token_hash, expires_at, subject, name, scopes)
            VALUES (sha256('y'), now() + interval '1 hour', 'alice.k@example.com', 'Alice', '{read}')
            """;

    private Person() {}

    static void tell(TestDatabase database) {
        database.execute(OTHERS);
    }

    static void tellHers(TestDatabase database) {
        database.execute(HERS);
    }

    /** Every row of every table of every schema but the system's, as text behind its table's name. */
    static List<String> dump(TestDatabase database) {
        List<String> lines = new ArrayList<>();
        List<List<String>> tables = database.rows("""
                SELECT quote_ident(nspname) || '.' || quote_ident(relname), relname
                  FROM pg_class
                  JOIN pg_namespace ON pg_namespace.oid = relnamespace
                 WHERE relkind = 'r'
                   AND nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
                """);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (List<String> table : tables) {
                try (ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table.get(0) + " AS t")) {
                    while (rows.next()) {
                        lines.add(table.get(1) + " " + rows.getString(1));
                    }
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return lines;
    }

    /** Lines of the dump in which she is, whatever the catalogue says. */
    static List<String> found(TestDatabase database) {
        return dump(database).stream()
                .filter(line -> TRACES_OF_HER.stream().anyMatch(trace -> isIn(trace, line)))
                .map(line -> line.substring(0, Math.min(300, line.length())))
                .toList();
    }

    /** Others whose names contain hers stay. */
    private static boolean isIn(String trace, String line) {
        String rest = Stream.of("u-alice-770", "malice.k@example.com", "alice.k@example.com.au")
                .reduce(line.toLowerCase(Locale.ROOT), (text, other) -> text.replace(other, ""));
        return rest.contains(trace.toLowerCase(Locale.ROOT));
    }
}
