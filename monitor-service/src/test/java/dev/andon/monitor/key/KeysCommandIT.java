package dev.andon.monitor.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.security.KeyText;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys and migrations by the command line, exit codes included. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class KeysCommandIT {
    private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

    TestDatabase database;

    @Inject
    Commands commands;

    @Inject
    ObjectMapper mapper;

    @Test
    void created_key_is_shown_once_and_stored_as_a_hash() throws Exception {
        CommandRun run = run("keys", "create", "ci", "--scopes", "ingest,read", "--expires", "90d", "-o", "json")
                .done();

        JsonNode json = mapper.readTree(run.out());
        KeyText key = KeyText.parse(json.get("key").asText()).orElseThrow();
        String row =
                "SELECT encode(secret_hash, 'hex') || scopes::text || (expires_at - created_at) FROM api_keys WHERE key_id = '";
        assertThat(database.text(row + key.keyId() + "'"))
                .isEqualTo(HexFormat.of().formatHex(key.secretHash()) + "{ingest,read}90 days");
        assertThat(run("keys", "list").done().out()).contains(key.keyId(), "ci").doesNotContain(key.secret());
    }

    @Test
    void wrong_scope_or_expiry_is_usage_and_makes_nothing() {
        long before = database.number("SELECT count(*) FROM api_keys");

        CommandRun scope = run("keys", "create", "x", "--scopes", "reed");
        CommandRun expiry = run("keys", "create", "x", "--scopes", "read", "--expires", "soon");
        CommandRun past = run("keys", "create", "x", "--scopes", "read", "--expires", "2020-01-01");
        CommandRun missing = run("keys", "create", "x");
        CommandRun twoLines = run("keys", "create", "ci\nandon_forged", "--scopes", "read");

        assertThat(scope.exitCode()).isEqualTo(2);
        assertThat(scope.err()).contains("\"reed\" is none of ingest, read, operate, admin");
        assertThat(expiry.exitCode()).isEqualTo(2);
        assertThat(expiry.err()).contains("90d");
        assertThat(past.exitCode()).isEqualTo(2);
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(twoLines.exitCode()).isEqualTo(2);
        assertThat(database.number("SELECT count(*) FROM api_keys")).isEqualTo(before);
    }

    @Test
    void revoked_key_is_gone_for_good() throws Exception {
        String keyId = create();

        run("keys", "revoke", keyId).done();
        CommandRun again = run("keys", "revoke", keyId);

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("keys list").doesNotContain("Exception");
        assertThat(run("keys", "rotate", keyId).exitCode()).isEqualTo(1);
        assertThat(run("keys", "list").done().out()).containsPattern(keyId + " +revoked");
    }

    @Test
    void rotation_lets_both_keys_live_for_the_overlap() throws Exception {
        String keyId = create();

        CommandRun run =
                run("keys", "rotate", keyId, "--overlap", "2d", "-o", "json").done();

        JsonNode json = mapper.readTree(run.out());
        assertThat(json.get("replaces").asText()).isEqualTo(keyId);
        assertThat(json.get("key_id").asText()).isNotEqualTo(keyId);
        assertThat(database.text(
                        "SELECT expires_at - now() BETWEEN '47 hours' AND '48 hours' FROM api_keys WHERE key_id = '"
                                + keyId + "'"))
                .isEqualTo("t");
        assertThat(database.number(
                        "SELECT count(*) FROM api_keys WHERE name = 'tmp' AND revoked_at IS NULL AND key_id IN ('"
                                + keyId + "', '" + json.get("key_id").asText() + "')"))
                .isEqualTo(2);
    }

    @Test
    void a_rotation_to_what_is_over_is_usage_and_ends_nothing() throws Exception {
        String keyId = create();

        for (String[] option : new String[][] {
            {"--expires", "2020-01-01"}, {"--overlap", "2020-01-01"}, {"--expires", "+999999999-12-31T23:59:59Z"}
        }) {
            CommandRun run = run("keys", "rotate", keyId, option[0], option[1]);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
            assertThat(run.err()).contains(option[0]);
        }
        assertThat(database.text("SELECT expires_at FROM api_keys WHERE key_id = '" + keyId + "'"))
                .isNull();
    }

    @Test
    void rotations_and_a_revocation_at_once_leave_each_new_key_whole_and_the_old_one_ended() throws Exception {
        String keyId = create();
        List<CompletableFuture<CommandRun>> rotations = IntStream.range(0, 6)
                .mapToObj(days -> CompletableFuture.supplyAsync(
                        () -> run("keys", "rotate", keyId, "--overlap", (days + 1) + "d", "-o", "json"), THREADS))
                .toList();
        CompletableFuture<CommandRun> revocation =
                CompletableFuture.supplyAsync(() -> run("keys", "revoke", keyId), THREADS);

        assertThat(revocation.join().exitCode()).isZero();
        long made = 0;
        for (CompletableFuture<CommandRun> rotation : rotations) {
            CommandRun run = rotation.join();
            made += run.exitCode() == 0 ? 1 : 0;
            assertThat(run.exitCode() == 0 || run.err().startsWith("No valid key " + keyId))
                    .as(run.err())
                    .isTrue();
        }
        assertThat(database.text("SELECT revoked_at IS NOT NULL FROM api_keys WHERE key_id = '" + keyId + "'"))
                .isEqualTo("t");
        assertThat(database.number("SELECT count(*) FROM api_keys WHERE name = 'tmp' AND revoked_at IS NULL"
                        + " AND expires_at IS NULL AND created_at > (SELECT created_at FROM api_keys WHERE key_id = '"
                        + keyId + "')"))
                .isEqualTo(made);
    }

    @Test
    void migrating_what_is_up_to_date_changes_nothing() {
        CommandRun run = run("migrate").done();

        assertThat(run.out()).contains("The schema is up to date.");
        assertThat(run("migrate", "--dry-run").done().out()).isEmpty();
    }

    @Test
    void help_of_a_command_teaches_it() {
        assertThat(run("keys", "create", "--help").done().out())
                .contains("Usage: andon monitor keys create", "--expires");
        assertThat(run("--help").done().out()).contains("migrate", "keys", "Exit codes");
        assertThat(run("keys").exitCode()).isEqualTo(2);
    }

    private String create() throws Exception {
        CommandRun run =
                run("keys", "create", "tmp", "--scopes", "read", "-o", "json").done();
        return mapper.readTree(run.out()).get("key_id").asText();
    }

    private CommandRun run(String... args) {
        return CommandRun.of(commands, args);
    }
}
