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
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sessions of browsers. One that was begun with a key lives no longer than it. */
@ApplicationScoped
class SessionRepository {
    /** What is over goes with what begins, so that the table needs no job. */
    private static final String INSERT = """
            WITH over AS (
                DELETE FROM sign_in_sessions
                WHERE expires_at < $3)
            INSERT INTO sign_in_sessions (token_hash, key_id, created_at, expires_at, subject, name, scopes)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String SELECT_CALLER = """
            SELECT coalesce(k.key_id, 'person ' || s.subject) AS key_id,
                   coalesce(k.name, s.name) AS name,
                   coalesce(k.scopes, s.scopes) AS scopes
            FROM sign_in_sessions s
            LEFT JOIN api_keys k
              ON k.key_id = s.key_id
             AND k.revoked_at IS NULL
             AND (k.expires_at IS NULL OR k.expires_at > $2)
            WHERE s.token_hash = $1
              AND s.expires_at > $2
              AND (k.key_id IS NOT NULL OR s.key_id IS NULL)
            """;

    private static final String DELETE = "DELETE FROM sign_in_sessions WHERE token_hash = $1";

    private final Pool pool;

    SessionRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> begin(SessionToken token, SessionHolder holder, Instant now, Instant expiresAt) {
        List<Object> row = switch (holder) {
            case SessionHolder.Key key ->
                Arrays.asList(hash(token), key.keyId(), utc(now), utc(expiresAt), null, null, null);
            case SessionHolder.Person person ->
                Arrays.asList(
                        hash(token),
                        null,
                        utc(now),
                        utc(expiresAt),
                        person.subject(),
                        person.name(),
                        person.scopes().stream().map(Scope::text).toArray(String[]::new));
        };
        return pool.preparedQuery(INSERT).execute(Tuple.from(row)).replaceWithVoid();
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
