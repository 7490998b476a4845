package dev.andon.common.security;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the keys that live and notes their use. Any service may; only the monitor makes and ends keys. */
@Singleton
final class ApiKeyRepository {
    private static final String SELECT_LIVE = """
            SELECT key_id, name, secret_hash, scopes, expires_at
            FROM api_keys
            WHERE revoked_at IS NULL
              AND (expires_at IS NULL OR expires_at > $1)
            LIMIT 100000
            """;

    private static final String TOUCH = "SELECT api_keys_touch($1, $2)";

    private final Pool pool;

    ApiKeyRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Map<String, ApiKey>> live(Instant now) {
        return pool.preparedQuery(SELECT_LIVE).execute(Tuple.of(utc(now))).map(ApiKeyRepository::byId);
    }

    Uni<Void> touch(Set<String> keyIds, Instant usedAt) {
        return pool.preparedQuery(TOUCH)
                .execute(Tuple.of(keyIds.toArray(String[]::new), utc(usedAt)))
                .replaceWithVoid();
    }

    private static Map<String, ApiKey> byId(RowSet<Row> rows) {
        Map<String, ApiKey> keys = new HashMap<>();
        for (Row row : rows) {
            ApiKey key = key(row);
            keys.put(key.keyId(), key);
        }
        return Map.copyOf(keys);
    }

    private static ApiKey key(Row row) {
        OffsetDateTime expiresAt = row.getOffsetDateTime("expires_at");
        return new ApiKey(
                row.getString("key_id"),
                row.getString("name"),
                row.getBuffer("secret_hash").getBytes(),
                Arrays.stream(row.getArrayOfStrings("scopes")).map(Scope::of).collect(Collectors.toUnmodifiableSet()),
                expiresAt == null ? null : expiresAt.toInstant());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
