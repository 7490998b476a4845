package dev.andon.monitor.privacy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * That the audit log had an entry with this number and hash, signed with a key that the database does not know.
 *
 * @param hash hex
 * @param signedAt in microseconds
 */
record Head(long seq, String hash, Instant signedAt, String keyId, byte[] signature) {
    private static final int NUMBERS = 2 * Long.BYTES;
    private static final String LABEL = "head";

    static Head sign(PrivacyKey key, AuditEntry entry, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        return new Head(
                entry.seq(), entry.hash(), at, key.id(), key.mac(LABEL, message(entry.seq(), at, entry.hash())));
    }

    boolean signedBy(PrivacyKey key) {
        return MessageDigest.isEqual(signature, key.mac(LABEL, message(seq, signedAt, hash)));
    }

    private static ByteBuffer message(long seq, Instant at, String hash) {
        byte[] bytes = HexFormat.of().parseHex(hash);
        return ByteBuffer.allocate(NUMBERS + bytes.length)
                .putLong(seq)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                .put(bytes)
                .flip();
    }
}
