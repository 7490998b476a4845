package dev.andon.local.stack;

import dev.andon.local.home.StackException;
import dev.andon.local.home.DataDir;
import dev.andon.common.config.DatabaseUrl;
import dev.andon.local.postgres.ServiceRoles;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
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

    /** The key as programs send it, {@code andon_<id>_<secret>}. A key that the database does not know is replaced. */
    static String ensure(DataDir dir, DatabaseUrl url) {
        try (Connection connection = ServiceRoles.connect(url)) {
            Optional<String> known = DataDir.read(dir.apiKey());
            if (known.isPresent() && exists(connection, known.get())) {
                return known.get();
            }
            String key = "andon_" + random(6) + "_" + random(24);
            try (PreparedStatement statement = connection.prepareStatement(CREATE)) {
                statement.setString(1, id(key));
                statement.setBytes(2, hash(key));
                statement.executeUpdate();
            }
            DataDir.writeSecret(dir.apiKey(), key);
            return key;
        } catch (SQLException failed) {
            throw new StackException("The API key could not be made: " + failed.getMessage());
        }
    }

    private static boolean exists(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXISTS)) {
            statement.setString(1, id(key));
            statement.setBytes(2, hash(key));
            return statement.executeQuery().next();
        }
    }

    private static String id(String key) {
        return key.split("_", 3)[1];
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.split("_", 3)[2].getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
