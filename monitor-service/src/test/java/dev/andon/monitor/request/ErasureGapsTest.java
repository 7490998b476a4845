package dev.andon.monitor.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a person hides from a search: in what comes between its steps, in spellings, in columns of names, in other requests. */
class ErasureGapsTest {
    private final TestDatabase database = PostgresServer.freshDatabase();

    @Test
    void what_leads_to_rows_of_the_person_and_comes_late_is_followed() {
        open("u-alice-77");
        walk("measure");
        database.execute("""
                INSERT INTO conversations VALUES ('late-talk', now(), now(), NULL, NULL);
                INSERT INTO messages (message_id, conversation_id, sent_at, role, content)
                VALUES ('late', 'late-talk', now(), 'user', 'her secret');
                INSERT INTO chat_telemetry (created_at, request_id, source, outcome, conversation_id, user_id)
                VALUES (now(), 'late', 'api', 'ok', 'late-talk', 'u-alice-77');
                INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, status,
                       span_name, service_name, user_id, attributes)
                VALUES (now(), 1, 1, md5('late'), 'cccccccccccccccc', 'llm', 'CLIENT', 'OK', 'chat', 'svc', 'u-alice-77', '{}'),
                       (now(), 1, 1, md5('late'), 'dddddddddddddddd', 'llm', 'CLIENT', 'OK', 'chat', 'svc', NULL,
                        '{"completion": "her secret"}')
                """);

        end();

        assertThat(found("her secret")).isEmpty();
    }

    @Test
    void a_user_or_conversation_is_the_persons_also_where_the_identifier_is_a_word_of_it() {
        database.execute("""
                INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, status,
                       span_name, service_name, user_id, conversation_id, attributes)
                VALUES (now(), 1, 1, md5('a'), 'aaaaaaaaaaaaaaaa', 'llm', 'CLIENT', 'OK', 'chat', 'svc', 'Alice <Alice.K@example.com>', NULL,
                        '{"completion": "her secret"}'),
                       (now(), 1, 1, md5('b'), 'bbbbbbbbbbbbbbbb', 'llm', 'CLIENT', 'OK', 'chat', 'svc', ' alice.k@example.com ', NULL,
                        '{"completion": "her secret"}'),
                       (now(), 1, 1, md5('c'), 'cccccccccccccccc', 'llm', 'CLIENT', 'OK', 'chat', 'svc', NULL, 'alice.k@example.com:1',
                        '{"completion": "her secret"}'),
                       (now(), 1, 1, md5('d'), 'dddddddddddddddd', 'llm', 'CLIENT', 'OK', 'chat', 'svc', 'malice.k@example.com', NULL,
                        '{"completion": "hers"}');
                INSERT INTO chat_telemetry (created_at, request_id, source, outcome, user_id, domain)
                VALUES (now(), 'r1', 'api', 'ok', 'acme/u-alice-77', 'kept');
                INSERT INTO conversations VALUES ('alice.k@example.com:1', now(), now(), NULL, NULL),
                       ('conv-2', now(), now(), 'mailto:alice.k@example.com', NULL);
                INSERT INTO messages (message_id, conversation_id, sent_at, role, content)
                VALUES ('m1', 'alice.k@example.com:1', now(), 'user', 'her secret'), ('m2', 'conv-2', now(), 'user', 'her secret')
                """);
        open("alice.k@example.com', 'u-alice-77");

        end();

        assertThat(found("her secret")).isEmpty();
        // Another firm's user of the same name may be somebody else: the name goes, nothing more.
        assertThat(database.text("SELECT user_id || ' ' || domain FROM chat_telemetry"))
                .isEqualTo("acme/[erased] kept");
        assertThat(found("(?i)(?<!m)alice\\.k@example")).isEmpty();
        assertThat(found("malice.k@example.com.*hers")).hasSize(1);
    }

    @Test
    void an_identifier_behind_an_escape_of_json_or_in_other_code_points_is_found() {
        database.execute("""
                INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, status,
                       span_name, service_name, user_id, attributes)
                VALUES (now(), 1, 1, md5('a'), 'aaaaaaaaaaaaaaaa', 'llm', 'CLIENT', 'OK', 'chat', 'svc', 'bob', jsonb_build_object(
                        'break', '[{"content": "write to\\nrené@example.com"}]',
                        'tab', '[{"content": "write to\\trené@example.com"}]',
                        'go', '{"from": "R \\u003crené@example.com\\u003e"}',
                        'python', '{"from": "ren\\u00e9@example.com"}',
                        'url', '/u?m=ren%C3%A9%40example.com',
                        'apart', 'rene' || U&'\\0301' || '@example.com'))
                """);
        open("ren\u00e9@example.com");

        end();

        assertThat(found("ren.{1,6}@example.com|ren%C3")).isEmpty();
    }

    @Test
    void numbers_of_others_that_say_how_a_program_worked_stay() {
        database.execute("""
                INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, status,
                       span_name, service_name, user_id, attributes)
                VALUES (now(), 1, 1, md5('a'), 'aaaaaaaaaaaaaaaa', 'llm', 'CLIENT', 'OK', 'chat', 'svc', 'bob',
                        '{"gen_ai.usage.input_tokens": 1234567, "customer": 1234567}')
                """);
        open("1234567");

        end();

        assertThat(database.text("SELECT attributes FROM workflow_trace_log"))
                .contains("\"gen_ai.usage.input_tokens\": 1234567", "\"customer\": \"[erased]\"");
    }

    @Test
    void a_reason_as_long_as_may_be_does_not_stop_it() {
        database.execute("""
                INSERT INTO gdpr_requests (kind, subject, requested_at, due_at, requested_by, reason)
                VALUES ('erase', repeat('1', 32), now(), now() + interval '30 days', 'op', repeat('u-7 ', 124) || 'u-7x')
                """);
        open("u-7");

        end();

        assertThat(found("u-7 ")).isEmpty();
    }

    @Test
    void an_export_that_was_not_fetched_holds_the_identifiers_so_it_comes_first() {
        database.execute("""
                SELECT gdpr_request_open('export', repeat('0', 32), ARRAY['Alice.K@example.com'], 'op', 'case 0', NULL, true, now())
                """);

        assertThatThrownBy(() -> open("alice.k@example.com")).hasMessageContaining("fetch or withdraw it first");

        database.execute("UPDATE gdpr_requests SET phase = 'ready', state = 'running'");
        assertThat(database.text("""
                SELECT gdpr_request_exported(request_id, 'op', '{}', 'sum', now())::text FROM gdpr_requests
                """)).isEqualTo("true");
        open("alice.k@example.com");
    }

    @Test
    void a_request_made_by_mistake_is_withdrawn_and_forgets_who_it_was_about() {
        open("u-alice-77");
        walk("erase");
        assertThat(withdraw()).isEqualTo("false");
        database.execute("DELETE FROM gdpr_requests");
        open("u-alice-77");
        walk("measure");

        assertThat(withdraw()).isEqualTo("true");

        assertThat(database.text("SELECT state || ' ' || state_reason FROM gdpr_requests"))
                .startsWith("failed WITHDRAWN");
        assertThat(found("u-alice-77")).isEmpty();
        assertThat(database.text("SELECT gdpr_request_resume(request_id, 'op', true)::text FROM gdpr_requests"))
                .isEqualTo("false");
        assertThat(database.number("SELECT count(*) FROM gdpr_audit_log WHERE outcome = 'withdrawn'"))
                .isEqualTo(1);
    }

    private String withdraw() {
        return database.text("SELECT gdpr_request_withdraw(request_id, 'op', now())::text FROM gdpr_requests");
    }

    private void open(String who) {
        database.execute("""
                SELECT gdpr_request_open('erase', repeat('0', 32), ARRAY['%s'], 'op', 'case 1', NULL, true, now());
                SELECT gdpr_request_claim('w', now(), '1 hour',
                       (SELECT request_id FROM gdpr_requests WHERE kind = 'erase' AND subject = repeat('0', 32)))
                """.formatted(who));
    }

    private void walk(String until) {
        database.execute("""
                DO $$
                DECLARE
                    request uuid := (SELECT request_id FROM gdpr_requests WHERE worker = 'w');
                BEGIN
                    WHILE gdpr_request_step(request, 'w', now(), '1 hour', 64, 1) <> '%s' LOOP
                    END LOOP;
                END
                $$
                """.formatted(until));
    }

    private void end() {
        database.execute("""
                DO $$
                DECLARE
                    request uuid := (SELECT request_id FROM gdpr_requests WHERE worker = 'w');
                BEGIN
                    FOR round IN 1 .. 3 LOOP
                        WHILE gdpr_request_step(request, 'w', now(), '1 hour', 64, 1) <> 'verify' LOOP
                        END LOOP;
                        EXIT WHEN gdpr_request_verify(request, 'w', now(), '1 hour', 3) = 'verified';
                    END LOOP;
                    ASSERT (SELECT state = 'verified' FROM gdpr_requests WHERE request_id = request), 'not verified';
                END
                $$
                """);
    }

    private List<String> found(String pattern) {
        return Person.dump(database).stream()
                .filter(line -> line.matches("(?s).*(?:" + pattern + ").*"))
                .toList();
    }
}
