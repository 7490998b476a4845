package dev.andon.monitor.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.sql.Database;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.privacy.AuditLog.Entry;
import dev.andon.monitor.privacy.HeadSigner.Outcome;
import dev.andon.monitor.privacy.witness.Witness;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Entries through the code, hashed a second time by it, and what gets a signature. */
class HeadsTest {
    private static final String KEY = "11".repeat(32);
    private static final String NEW_KEY = "22".repeat(32);
    private static final Entry ENTRY = new Entry("Zoë 🙂", "export", null, "done", Map.of("b", 1, "a", 2.50), null);

    private final TestDatabase database = PostgresServer.freshDatabase();
    private final PGSimpleDataSource dataSource = new PGSimpleDataSource();
    private final AuditLogRepository repository = new AuditLogRepository();
    private Optional<Path> file = Optional.empty();

    HeadsTest() {
        dataSource.setUrl(database.jdbcUrl());
        dataSource.setUser("postgres");
    }

    @Test
    void java_and_sql_hash_alike() {
        AuditLog log = log(KEY);
        log.append(ENTRY);
        log.append(new Entry("a", "erase", "0a".repeat(16), "done", Map.of(), "line\nbreak \\ 'quote'"));

        List<AuditEntry> entries = new Database(dataSource).read(session -> repository.from(session, 1, 10));

        assertThat(entries)
                .hasSize(2)
                .allSatisfy(entry -> assertThat(Chain.hash(entry)).isEqualTo(entry.hash()));
        assertThat(Chain.continues(0, Chain.GENESIS, entries.get(0))).isTrue();
        assertThat(Chain.continues(1, entries.get(0).hash(), entries.get(1))).isTrue();
    }

    @Test
    void every_entry_of_the_service_is_signed_when_it_is_added() {
        log(KEY).append(ENTRY);
        log(KEY).append(ENTRY);

        assertThat(heads()).isEqualTo(2);
        assertThat(signer(KEY).sign()).isEqualTo(Outcome.NOTHING_NEW);
    }

    @Test
    void a_new_log_is_begun_once() {
        HeadJob job = new HeadJob(signer(KEY), log(KEY));

        assertThat(job.runOnce()).isEqualTo(Outcome.NOTHING_NEW);
        assertThat(job.runOnce()).isEqualTo(Outcome.NOTHING_NEW);
        assertThat(database.text("SELECT string_agg(action, ' ') FROM gdpr_audit_log"))
                .isEqualTo("begin");
        assertThat(heads()).isEqualTo(1);
    }

    @Test
    void what_sql_functions_add_is_signed_later() {
        log(KEY).append(ENTRY);
        database.execute("SELECT gdpr_audit_append('a', 'retention', NULL, 'done') FROM generate_series(1, 12000)");

        assertThat(signer(KEY).sign()).isEqualTo(Outcome.SIGNED);
        assertThat(heads()).isEqualTo(2);
        assertThat(database.number("SELECT max(seq) FROM gdpr_audit_heads")).isEqualTo(12001);
    }

    @Test
    void without_a_key_entries_are_added_unsigned_and_a_key_that_comes_later_has_to_be_told_to_trust_them() {
        log(null).append(ENTRY);
        assertThat(heads()).isZero();

        assertThat(signer(null).sign()).isEqualTo(Outcome.NO_KEY);
        assertThat(signer(KEY).sign()).isEqualTo(Outcome.NOT_BEGUN);
        assertThat(signer(KEY).begin()).isEqualTo(Outcome.SIGNED);
    }

    @Test
    void a_log_that_was_changed_below_gets_no_signature() {
        log(KEY).append(ENTRY);
        tamper(
                "UPDATE gdpr_audit_log SET actor = 'x', hash = gdpr_audit_hash(seq, at, 'x', action, subject, outcome, counts, detail,"
                        + " prev_hash)");

        log(KEY).append(ENTRY);

        assertThat(signer(KEY).sign()).isEqualTo(Outcome.REFUSED);
        assertThat(heads()).isEqualTo(1);
    }

    @Test
    void a_head_of_somebody_else_is_not_built_upon() {
        log(NEW_KEY).append(ENTRY);
        database.execute("SELECT gdpr_audit_append('a', 'retention', NULL, 'done')");

        assertThat(signer(KEY).sign()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void a_new_key_goes_on_from_heads_of_the_old() {
        log(KEY).append(ENTRY);
        log(NEW_KEY, KEY).append(ENTRY);

        assertThat(heads()).isEqualTo(2);
        assertThat(database.number("SELECT count(DISTINCT key_id) FROM gdpr_audit_heads"))
                .isEqualTo(2);
    }

    @Test
    void rows_and_heads_that_are_taken_back_together_are_known_by_the_file_outside(@TempDir Path folder) {
        file = Optional.of(folder.resolve("audit-head"));
        log(KEY).append(ENTRY);
        log(KEY).append(ENTRY);
        assertThat(signer(KEY).sign()).isEqualTo(Outcome.NOTHING_NEW);

        tamper(
                "DELETE FROM gdpr_audit_log WHERE seq = 2; ALTER TABLE gdpr_audit_heads DISABLE TRIGGER ALL; DELETE FROM gdpr_audit_heads"
                        + " WHERE seq = 2");
        log(KEY).append(ENTRY);

        assertThat(signer(KEY).sign()).isEqualTo(Outcome.REFUSED);
        assertThat(heads()).isEqualTo(1);
    }

    @Test
    void a_file_that_cannot_be_written_keeps_nothing_from_being_signed(@TempDir Path folder) {
        file = Optional.of(folder.resolve("no-such-folder/audit-head"));

        log(KEY).append(ENTRY);

        assertThat(heads()).isEqualTo(1);
    }

    @Test
    void keys_are_hex_or_base64_of_32_bytes() {
        assertThat(PrivacyKey.parse("ERERERERERERERERERERERERERERERERERERERERERE=")
                        .id())
                .isEqualTo(PrivacyKey.parse(KEY).id());
        assertThatThrownBy(() -> PrivacyKey.parse("c2hvcnQ=")).hasMessageContaining("5 bytes");
        assertThatThrownBy(() -> PrivacyKey.parse("no key!")).hasMessageContaining("neither");
    }

    @Test
    void a_pseudonym_is_the_same_for_one_person_however_typed_and_another_for_each_key() {
        PrivacyKey key = PrivacyKey.parse(KEY);

        assertThat(Pseudonym.of(key, " Ann@Example.org "))
                .isEqualTo(Pseudonym.of(key, "ann@example.org"))
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(Pseudonym.of(PrivacyKey.parse(NEW_KEY), "ann@example.org"))
                .isNotEqualTo(Pseudonym.of(key, "bob@example.org"));
    }

    private AuditLog log(String key, String... old) {
        return new AuditLog(repository, signer(key, old), new ObjectMapper(), dataSource);
    }

    private HeadSigner signer(String key, String... old) {
        PrivacyConfig config = config(key, old);
        return new HeadSigner(
                repository, new PrivacyKeys(config), new Witness(config), dataSource, InstantSource.system());
    }

    private PrivacyConfig config(String key, String... old) {
        return new PrivacyConfig() {
            @Override
            public Optional<String> key() {
                return Optional.ofNullable(key);
            }

            @Override
            public Optional<List<String>> oldKeys() {
                return Optional.of(List.of(old));
            }

            @Override
            public Optional<String> witness() {
                return file.map(Path::toString);
            }

            @Override
            public String signEvery() {
                return "1m";
            }
        };
    }

    private long heads() {
        return database.number("SELECT count(*) FROM gdpr_audit_heads");
    }

    private void tamper(String sql) {
        database.execute("ALTER TABLE gdpr_audit_log DISABLE TRIGGER ALL; " + sql
                + "; ALTER TABLE gdpr_audit_log ENABLE ALWAYS TRIGGER gdpr_audit_log_append_only");
    }
}
