package dev.andon.ingest.row;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What spans of one scope share, a row of {@code trace_resources}.
 *
 * @param id the first eight bytes of the SHA-256 of the content, so the same content has the same id in every process
 */
public record TraceResource(
        long id,
        String serviceName,
        String attributes,
        String scopeName,
        String scopeVersion,
        String scopeAttributes,
        String schemaUrl) {

    /** Attributes are JSON objects as text; empty texts mean not given. */
    public static TraceResource of(
            String serviceName,
            String attributes,
            String scopeName,
            String scopeVersion,
            String scopeAttributes,
            String schemaUrl) {
        MessageDigest digest = sha256();
        for (String part :
                new String[] {serviceName, attributes, scopeName, scopeVersion, scopeAttributes, schemaUrl}) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        long id = ByteBuffer.wrap(digest.digest()).getLong();
        return new TraceResource(id, serviceName, attributes, scopeName, scopeVersion, scopeAttributes, schemaUrl);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
