package dev.andon.monitor.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.privacy.AuditLog.Entry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way of tampering, by a superuser with triggers off, is found by {@code gdpr verify} and by {@code check gdpr}, with its entry. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "andon.monitor.check.enabled", value = "false"))
class GdprCommandIT {
    private static final int ENTRIES = 12;
    private static final String ANN = "ann@example.org";

    private static final String REWRITE_FROM_FOUR = """
            DO $$
            DECLARE
                e gdpr_audit_log;
                before bytea := decode(repeat('00', 32), 'hex');
            BEGIN
                FOR e IN SELECT * FROM gdpr_audit_log ORDER BY seq LOOP
                    IF e.seq >= 4 THEN
                        UPDATE gdpr_audit_log
                           SET prev_hash = before,
                               hash = gdpr_audit_hash(e.seq, e.at, e.actor, e.action, e.subject, e.outcome, e.counts, e.detail, before)
                         WHERE seq = e.seq;
                    END IF;
                    SELECT hash INTO before FROM gdpr_audit_log WHERE seq = e.seq;
                END LOOP;
            END
            $$""";

    TestDatabase database;

    @Inject
    Commands commands;

    @Inject
    AuditLog log;

    @Inject
    HeadSigner signer;

    @Inject
    PrivacyKeys keys;

    @Inject
    ObjectMapper mapper;

    @BeforeEach
    void tell() {
        tamper("TRUNCATE gdpr_audit_log, gdpr_audit_heads");
        String ann = Pseudonym.of(keys.required(), ANN);
        for (int i = 0; i < ENTRIES; i++) {
            log.append(new Entry("operator", "export", i == 3 ? ann : null, "done", Map.of("rows", i), "entry"));
        }
    }

    @Test
    void an_untouched_log_is_intact_and_looking_is_an_entry() {
        CommandRun verify = run("gdpr", "verify", "--by", "an auditor");

        assertThat(verify.exitCode()).as(verify.err()).isZero();
        assertThat(verify.out()).contains("All 12 entries", "entry 12 is the newest that is signed");
        assertThat(database.rows("SELECT actor, action, outcome FROM gdpr_audit_log WHERE seq = 13")
                        .getFirst())
                .containsExactly("an auditor", "verify", "intact");
        assertThat(run("check", "gdpr").exitCode()).isZero();
        assertThat(database.number("SELECT max(seq) FROM gdpr_audit_heads")).isEqualTo(14);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            modify  | UPDATE gdpr_audit_log SET counts = '{"rows": 99}' WHERE seq = 7 | 7 | modified
            modify and hash again | UPDATE gdpr_audit_log SET actor = 'x', \
                    hash = gdpr_audit_hash(seq, at, 'x', action, subject, outcome, counts, detail, prev_hash) WHERE seq = 7 | 7 | modified
            delete  | DELETE FROM gdpr_audit_log WHERE seq = 5 | 5 | missing
            insert  | UPDATE gdpr_audit_log SET seq = seq + 100 WHERE seq >= 5; \
                    UPDATE gdpr_audit_log SET seq = seq - 99 WHERE seq > 100; \
                    INSERT INTO gdpr_audit_log SELECT 5, at, 'x', action, subject, outcome, counts, detail, hash, \
                    gdpr_audit_hash(5, at, 'x', action, subject, outcome, counts, detail, hash) FROM gdpr_audit_log WHERE seq = 4 \
                    | 5 | inserted
            insert first | UPDATE gdpr_audit_log SET seq = seq + 100; UPDATE gdpr_audit_log SET seq = seq - 99; \
                    INSERT INTO gdpr_audit_log SELECT 1, at, 'x', action, subject, outcome, counts, detail, prev_hash, \
                    gdpr_audit_hash(1, at, 'x', action, subject, outcome, counts, detail, prev_hash) FROM gdpr_audit_log WHERE seq = 2 \
                    | 1 | inserted
            reorder | UPDATE gdpr_audit_log SET seq = seq + 100 WHERE seq IN (6, 9); \
                    UPDATE gdpr_audit_log SET seq = 115 - seq WHERE seq > 100 | 6 | reordered
            truncate the newest | DELETE FROM gdpr_audit_log WHERE seq > 9 | 10 | truncated
            delete all | TRUNCATE gdpr_audit_log | 1 | truncated
            forge a head | UPDATE gdpr_audit_heads SET signature = sha256('x') WHERE seq = 8 | 8 | forged-head
            move a head | UPDATE gdpr_audit_heads SET signed_at = signed_at + interval '1 hour' WHERE seq = 8 | 8 | forged-head
            """)
    void tampering_is_found(String name, String tampering, long seq, String kind) throws Exception {
        tamper(tampering);

        assertFound(seq, kind);
    }

    @Test
    void a_chain_computed_anew_is_found_by_the_heads() throws Exception {
        tamper("UPDATE gdpr_audit_log SET actor = 'somebody else' WHERE seq = 4;" + REWRITE_FROM_FOUR);
        assertThat(database.text("SELECT concat(broken_seq, kind) FROM gdpr_audit_verify()"))
                .isEqualTo("4rewritten");

        assertFound(4, "rewritten");
    }

    @Test
    void a_chain_computed_anew_with_its_heads_is_found_by_their_signatures() throws Exception {
        tamper("UPDATE gdpr_audit_log SET actor = 'somebody else' WHERE seq = 4;" + REWRITE_FROM_FOUR
                + "; UPDATE gdpr_audit_heads h SET hash = l.hash FROM gdpr_audit_log l WHERE l.seq = h.seq");

        assertFound(4, "forged-head");
    }

    @Test
    void a_chain_computed_anew_without_any_head_is_found_as_unsigned() throws Exception {
        tamper("TRUNCATE gdpr_audit_heads; UPDATE gdpr_audit_log SET at = at - interval '1 day';"
                + REWRITE_FROM_FOUR.replace("seq >= 4", "seq >= 1"));

        assertFound(1, "unsigned");
    }

    @Test
    void entries_after_a_cut_do_not_hide_it() throws Exception {
        tamper("DELETE FROM gdpr_audit_log WHERE seq > 9");
        for (int i = 0; i < ENTRIES; i++) {
            log.append(new Entry("operator", "export", null, "done", Map.of(), null));
        }

        assertFound(10, "truncated");
        assertThat(signer.sign()).isEqualTo(HeadSigner.Outcome.REFUSED);
    }

    @Test
    void what_cannot_be_read_is_neither_intact_nor_broken() {
        database.execute("REVOKE SELECT ON gdpr_audit_heads FROM andon_monitor");
        try {
            assertThat(run("gdpr", "verify").exitCode()).isEqualTo(2);
            assertThat(run("check", "gdpr").exitCode()).isEqualTo(2);
        } finally {
            database.execute("GRANT SELECT ON gdpr_audit_heads TO andon_monitor");
        }
    }

    @Test
    void a_log_that_nobody_adds_to_is_stale_however_often_it_is_looked_at() throws Exception {
        assertThat(check("gdpr_audit_log").get("status").asText()).isEqualTo("fresh");

        tamper("UPDATE gdpr_audit_log SET at = at - interval '51 hours'");
        run("gdpr", "verify");
        assertThat(check("gdpr_audit_log").get("status").asText()).isEqualTo("stale");

        tamper("TRUNCATE gdpr_audit_log, gdpr_audit_heads");
        run("gdpr", "verify");
        assertThat(check("gdpr_audit_log").get("status").asText()).isEqualTo("stale");
    }

    @Test
    void entries_about_a_person_are_found_by_who_has_the_key() throws Exception {
        JsonNode entries = mapper.readTree(run("gdpr", "log", "--about", " Ann@example.org", "-o", "json")
                .done()
                .out());
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).get("counts").get("rows").asInt()).isEqualTo(3);
        assertThat(entries.get(0).get("subject").asText()).doesNotContain("ann");

        assertThat(run("gdpr", "log", "--limit", "5").done().out().lines()).hasSize(6);
        assertThat(run("gdpr", "log", "--action", "erase").done().out().lines()).hasSize(1);
    }

    @Test
    void signing_by_hand_says_so() {
        assertThat(run("gdpr", "sign").done().out()).contains("nothing new");
        database.execute("SELECT gdpr_audit_append('a', 'retention', NULL, 'done')");
        assertThat(run("gdpr", "sign").done().out()).contains("Signed");
    }

    private void assertFound(long seq, String kind) throws Exception {
        CommandRun verify = run("gdpr", "verify", "-o", "json");
        JsonNode state = mapper.readTree(verify.out());
        assertThat(verify.exitCode()).as(verify.out()).isEqualTo(1);
        assertThat(state.get("broken_seq").asLong()).isEqualTo(seq);
        assertThat(state.get("damage").asText()).isEqualTo(kind);

        CommandRun check = run("check", "gdpr");
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out()).contains("Entry " + seq + " ", "(" + kind + ")");
    }

    private JsonNode check(String key) throws Exception {
        for (JsonNode result :
                mapper.readTree(run("check", "gdpr", "-o", "json").out()).get("results")) {
            if (result.get("key").asText().equals(key)) {
                return result;
            }
        }
        throw new AssertionError("No result of " + key);
    }

    private CommandRun run(String... args) {
        return CommandRun.of(commands, args);
    }

    private void tamper(String sql) {
        database.execute(
                "ALTER TABLE gdpr_audit_log DISABLE TRIGGER ALL; ALTER TABLE gdpr_audit_heads DISABLE TRIGGER ALL; "
                        + sql
                        + "; ALTER TABLE gdpr_audit_log ENABLE ALWAYS TRIGGER gdpr_audit_log_append_only;"
                        + " ALTER TABLE gdpr_audit_heads ENABLE ALWAYS TRIGGER gdpr_audit_heads_append_only");
    }
}
