package dev.andon.monitor.privacy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * The hash chain of the audit log, computed a second time: the same bytes as SQL's {@code gdpr_audit_hash}. An entry fits where its number
 * and hash of before are those of its place and its own hash is right; a chain of fitting entries is what was written, if its end is.
 */
final class Chain {
    /** What the first entry has as the hash of the one before. */
    static final String GENESIS = "0".repeat(64);

    private static final byte[] FORM = "andon gdpr 1".getBytes(StandardCharsets.UTF_8);

    private Chain() {}

    /** Whether an entry continues a chain whose end has this number and hash. */
    static boolean continues(long seq, String hash, AuditEntry entry) {
        return entry.seq() == seq + 1
                && entry.prevHash().equals(hash)
                && entry.hash().equals(hash(entry));
    }

    /** SHA-256 over the form, number, microseconds since 1970, each text as length and bytes, and the hash of before; as hex. */
    static String hash(AuditEntry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream form = new DataOutputStream(bytes)) {
            form.write(FORM);
            form.writeLong(entry.seq());
            form.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, entry.at()));
            frame(form, entry.actor());
            frame(form, entry.action());
            frame(form, entry.subject());
            frame(form, entry.outcome());
            frame(form, entry.counts());
            frame(form, entry.detail());
            form.write(HexFormat.of().parseHex(entry.prevHash()));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void frame(DataOutputStream form, String text) throws IOException {
        if (text == null) {
            form.writeInt(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        form.writeInt(bytes.length);
        form.write(bytes);
    }
}
