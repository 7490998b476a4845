package dev.andon.monitor.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One secret of 32 bytes or more. What is made with it uses a key derived by a label, so that one use says nothing about another. */
public final class PrivacyKey {
    private static final int LEAST_BYTES = 32;
    private static final int ID_LENGTH = 16;
    private static final String HMAC = "HmacSHA256";

    private final byte[] secret;
    private final Map<String, byte[]> derived = new ConcurrentHashMap<>();

    private PrivacyKey(byte[] secret) {
        this.secret = secret;
    }

    /** Reads hex or base64; what is neither, or too short, is an {@link IllegalArgumentException} that does not repeat it. */
    public static PrivacyKey parse(String text) {
        byte[] secret = decode(text.strip());
        if (secret.length < LEAST_BYTES) {
            throw new IllegalArgumentException("has " + secret.length + " bytes, but needs " + LEAST_BYTES);
        }
        return new PrivacyKey(secret);
    }

    /** A fingerprint that names the key and gives nothing of it away. */
    public String id() {
        return HexFormat.of().formatHex(mac("id", ByteBuffer.allocate(0))).substring(0, ID_LENGTH);
    }

    /** HMAC-SHA-256 of a message with the key derived for a label. */
    public byte[] mac(String label, ByteBuffer message) {
        return hmac(derived.computeIfAbsent(label, this::derive), message);
    }

    private byte[] derive(String label) {
        return hmac(secret, ByteBuffer.wrap(("andon " + label).getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, ByteBuffer message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update(message);
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] decode(String text) {
        if (text.matches("([0-9a-fA-F]{2})+") && text.length() >= 2 * LEAST_BYTES) {
            return HexFormat.of().parseHex(text);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException neither) {
            throw new IllegalArgumentException("is neither hex nor base64");
        }
    }
}
