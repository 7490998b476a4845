package dev.andon.local.stack;

import dev.andon.common.config.DatabaseUrl;
import dev.andon.common.security.KeyText;
import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import dev.andon.local.postgres.ServiceRoles;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/** The API key of this machine: made at the first start with every scope, kept in the data folder, only its hash in the database. */
final class LocalKey {
    private static final String EXISTS = """
            SELECT 1
              FROM api_keys
             WHERE key_id = ?
               AND secret_hash = ?
               AND revoked_at IS NULL
               AND (expires_at IS NULL OR expires_at > now())
            """;
    private static final String CREATE = """
            INSERT INTO api_keys (key_id, name, secret_hash, scopes)
            VALUES (?, 'local', ?, ARRAY['ingest', 'read', 'operate', 'admin'])
            """;

    private LocalKey() {}

    /** The key as programs send it. A key that the database does not know is replaced. */
    static String ensure(DataDir dir, DatabaseUrl url) {
        try (Connection connection = ServiceRoles.connect(url)) {
            Optional<KeyText> known = DataDir.read(dir.apiKey()).flatMap(KeyText::parse);
            if (known.isPresent() && exists(connection, known.get())) {
                return known.get().text();
            }
            KeyText key = KeyText.generate(new SecureRandom());
            try (PreparedStatement statement = connection.prepareStatement(CREATE)) {
                statement.setString(1, key.keyId());
                statement.setBytes(2, key.secretHash());
                statement.executeUpdate();
            }
            DataDir.writeSecret(dir.apiKey(), key.text());
            return key.text();
        } catch (SQLException failed) {
            throw new StackException("The API key could not be made: " + failed.getMessage());
        }
    }

    private static boolean exists(Connection connection, KeyText key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXISTS)) {
            statement.setString(1, key.keyId());
            statement.setBytes(2, key.secretHash());
            return statement.executeQuery().next();
        }
    }
}
