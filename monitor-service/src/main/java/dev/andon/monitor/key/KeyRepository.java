package dev.andon.monitor.key;

import dev.andon.common.security.KeyText;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Makes and ends API keys. Other services see a change within 30 s. */
@ApplicationScoped
class KeyRepository {
    private static final String INSERT = """
            INSERT INTO api_keys (key_id, name, secret_hash, scopes, created_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """;

    private static final String SELECT_ALL = """
            SELECT key_id, name, scopes, created_at, expires_at, revoked_at, last_used_at
            FROM api_keys
            ORDER BY created_at, key_id
            """;

    private static final String REVOKE = """
            UPDATE api_keys
            SET revoked_at = ?
            WHERE key_id = ?
              AND revoked_at IS NULL
            """;

    /** Never lengthens the life of a key. */
    private static final String END_BY = """
            UPDATE api_keys
            SET expires_at = least(expires_at, ?)
            WHERE key_id = ?
              AND revoked_at IS NULL
              AND (expires_at IS NULL OR expires_at > ?)
            RETURNING name, scopes, expires_at
            """;

    private final DataSource dataSource;

    KeyRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void insert(KeyText key, String name, List<String> scopes, Instant now, Instant expiresAt) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            insert(connection, key, name, scopes, now, expiresAt);
        }
    }

    List<StoredKey> all() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(SELECT_ALL);
                ResultSet result = statement.executeQuery()) {
            List<StoredKey> keys = new ArrayList<>();
            while (result.next()) {
                keys.add(key(result));
            }
            return keys;
        }
    }

    /** Whether there was such a key, not revoked before. */
    boolean revoke(String keyId, Instant now) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(REVOKE)) {
            statement.setObject(1, utc(now));
            statement.setString(2, keyId);
            return statement.executeUpdate() == 1;
        }
    }

    /** Puts a new key beside an old one, which then ends by a time; returns that time, empty where the old one does not live. */
    Optional<Instant> replace(String oldKeyId, KeyText fresh, Instant now, Instant oldEndsBy, Instant freshExpiresAt)
            throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Optional<Instant> ends = replace(connection, oldKeyId, fresh, now, oldEndsBy, freshExpiresAt);
                connection.commit();
                return ends;
            } catch (SQLException | RuntimeException failed) {
                // What follows would commit the end of the old key without the new one.
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static Optional<Instant> replace(
            Connection connection,
            String oldKeyId,
            KeyText fresh,
            Instant now,
            Instant oldEndsBy,
            Instant freshExpiresAt)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END_BY)) {
            statement.setObject(1, utc(oldEndsBy));
            statement.setString(2, oldKeyId);
            statement.setObject(3, utc(now));
            ResultSet old = statement.executeQuery();
            if (!old.next()) {
                return Optional.empty();
            }
            insert(connection, fresh, old.getString("name"), scopes(old), now, freshExpiresAt);
            return Optional.of(instant(old, "expires_at"));
        }
    }

    private static void insert(
            Connection connection, KeyText key, String name, List<String> scopes, Instant now, Instant expiresAt)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            Array scopeArray = connection.createArrayOf("text", scopes.toArray());
            statement.setString(1, key.keyId());
            statement.setString(2, name);
            statement.setBytes(3, key.secretHash());
            statement.setArray(4, scopeArray);
            statement.setObject(5, utc(now));
            statement.setObject(6, expiresAt == null ? null : utc(expiresAt));
            statement.executeUpdate();
        }
    }

    private static StoredKey key(ResultSet row) throws SQLException {
        return new StoredKey(
                row.getString("key_id"),
                row.getString("name"),
                scopes(row),
                instant(row, "created_at"),
                instant(row, "expires_at"),
                instant(row, "revoked_at"),
                instant(row, "last_used_at"));
    }

    private static List<String> scopes(ResultSet row) throws SQLException {
        return List.of((String[]) row.getArray("scopes").getArray());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
