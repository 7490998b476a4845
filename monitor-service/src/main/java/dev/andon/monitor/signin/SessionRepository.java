package dev.andon.monitor.signin;

import dev.andon.common.security.Caller;
import dev.andon.common.security.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sessions of browsers. Each lives no longer than its key. */
@ApplicationScoped
class SessionRepository {
    /** What is over goes with what begins, so that the table needs no job. */
    private static final String INSERT = """
            WITH over AS (
                DELETE FROM sign_in_sessions
                WHERE expires_at < $3)
            INSERT INTO sign_in_sessions (token_hash, key_id, created_at, expires_at)
            VALUES ($1, $2, $3, $4)
            """;

    private static final String SELECT_CALLER = """
            SELECT k.key_id, k.name, k.scopes
            FROM sign_in_sessions s
            JOIN api_keys k USING (key_id)
            WHERE s.token_hash = $1
              AND s.expires_at > $2
              AND k.revoked_at IS NULL
              AND (k.expires_at IS NULL OR k.expires_at > $2)
            """;

    private static final String DELETE = "DELETE FROM sign_in_sessions WHERE token_hash = $1";

    private final Pool pool;

    SessionRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> begin(SessionToken token, String keyId, Instant now, Instant expiresAt) {
        return pool.preparedQuery(INSERT)
                .execute(Tuple.of(hash(token), keyId, utc(now), utc(expiresAt)))
                .replaceWithVoid();
    }

    Uni<Optional<Caller>> caller(SessionToken token, Instant now) {
        return pool.preparedQuery(SELECT_CALLER)
                .execute(Tuple.of(hash(token), utc(now)))
                .map(SessionRepository::first);
    }

    Uni<Void> end(SessionToken token) {
        return pool.preparedQuery(DELETE).execute(Tuple.of(hash(token))).replaceWithVoid();
    }

    private static Optional<Caller> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(new Caller(
                    row.getString("key_id"),
                    row.getString("name"),
                    Arrays.stream(row.getArrayOfStrings("scopes"))
                            .map(Scope::of)
                            .collect(Collectors.toUnmodifiableSet())));
        }
        return Optional.empty();
    }

    private static Buffer hash(SessionToken token) {
        return Buffer.buffer(token.hash());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
