package dev.andon.monitor.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** How the audit log names a person or a conversation: always the same without saying who it is to whoever lacks the key. */
public final class Pseudonym {
    private static final int BYTES = 16;

    private Pseudonym() {}

    /** 32 hex digits: the first half of HMAC-SHA-256 over the identifier, trimmed and in lower case. */
    public static String of(PrivacyKey key, String identifier) {
        byte[] normal = identifier.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(key.mac("pseudonym", ByteBuffer.wrap(normal)), 0, BYTES);
    }
}
