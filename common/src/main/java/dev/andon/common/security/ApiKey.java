package dev.andon.common.security;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Set;

/**
 * A key that was neither revoked nor expired when it was read.
 *
 * @param secretHash SHA-256, 32 bytes
 * @param expiresAt null where it lives until it is revoked
 */
record ApiKey(String keyId, String name, byte[] secretHash, Set<Scope> scopes, Instant expiresAt) {
    /** Compared with where there is no such key, so that an unknown id takes as long as a wrong secret. */
    static final ApiKey NONE = new ApiKey("", "", new byte[32], Set.of(), Instant.EPOCH);

    /** In constant time. */
    boolean opensWith(KeyText offered, Instant now) {
        boolean same = MessageDigest.isEqual(secretHash, offered.secretHash());
        return same && (expiresAt == null || now.isBefore(expiresAt));
    }

    Caller caller() {
        return new Caller(keyId, name, scopes);
    }
}
