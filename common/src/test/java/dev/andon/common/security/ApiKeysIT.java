package dev.andon.common.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.andon.common.BareService;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Keys that are made, used and read at the same time. */
@QuarkusTest
@TestProfile(BareService.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class ApiKeysIT {
    /** Lets every read of the keys wait between its snapshot and its rows, while a test holds the lock. */
    private static final String SLOW_TABLE = """
            ALTER TABLE api_keys RENAME TO stored_api_keys;
            CREATE VIEW api_keys AS
            SELECT * FROM stored_api_keys WHERE pg_advisory_xact_lock_shared(4711) IS NOT NULL;
            GRANT SELECT ON api_keys TO PUBLIC
            """;

    private static final String WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    TestDatabase database;

    @Inject
    ApiKeys keys;

    @Test
    void a_key_made_while_another_is_looked_up_works_at_once() throws Exception {
        KeyText known = make();
        database.execute(SLOW_TABLE);
        KeyText fresh;
        CompletableFuture<Optional<ApiKey>> first;
        CompletableFuture<Optional<ApiKey>> second;
        try (Connection lock = database.connect()) {
            lock.createStatement().execute("SELECT pg_advisory_lock(4711)");
            first = keys.find(known).subscribeAsCompletionStage();
            await().atMost(PATIENCE).until(() -> database.number(WAITING) == 1);
            fresh = KeyText.parse(TestKeys.create(database, Scope.READ)).orElseThrow();
            second = keys.find(fresh).subscribeAsCompletionStage();
        } finally {
            database.execute("DROP VIEW IF EXISTS api_keys; ALTER TABLE stored_api_keys RENAME TO api_keys");
        }

        assertThat(first.join()).isPresent();
        assertThat(second.join())
                .hasValueSatisfying(key -> assertThat(key.keyId()).isEqualTo(fresh.keyId()));
    }

    @Test
    void the_use_of_each_key_is_noted_however_shortly_after_another() {
        KeyText one = make();
        KeyText other = make();

        keys.find(one).await().atMost(PATIENCE);
        keys.find(other).await().atMost(PATIENCE);

        await().atMost(PATIENCE)
                .until(() -> database.number("SELECT count(*) FROM api_keys WHERE last_used_at IS NOT NULL"
                                + " AND key_id IN ('" + one.keyId() + "', '" + other.keyId() + "')")
                        == 2);
    }

    private KeyText make() {
        return KeyText.parse(TestKeys.create(database, Scope.READ)).orElseThrow();
    }
}
