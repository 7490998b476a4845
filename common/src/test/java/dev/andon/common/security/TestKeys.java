package dev.andon.common.security;

import dev.andon.common.testing.TestDatabase;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Puts API keys into a test's database. */
public final class TestKeys {
    private TestKeys() {}

    /** A new key that never expires; returns its whole text, to be sent as a bearer token. */
    public static String create(TestDatabase database, Scope... scopes) {
        return create(database, "NULL", scopes);
    }

    /** A new key that expires at an SQL expression. */
    public static String create(TestDatabase database, String expiresAt, Scope... scopes) {
        KeyText key = KeyText.generate(new SecureRandom());
        StringBuilder names = new StringBuilder();
        for (Scope scope : scopes) {
            names.append(names.isEmpty() ? "" : ",").append(scope.text());
        }
        database.execute(
                "INSERT INTO api_keys (key_id, name, secret_hash, scopes, expires_at) VALUES ('%s', 'test %s', '\\x%s', '{%s}', %s)"
                        .formatted(key.keyId(), names, HexFormat.of().formatHex(key.secretHash()), names, expiresAt));
        return key.text();
    }
}
