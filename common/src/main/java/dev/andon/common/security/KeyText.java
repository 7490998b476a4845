package dev.andon.common.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as its owner holds it, {@code andon_<key id>_<secret>}. The secret has 256 random bits, so one round of SHA-256 is
 * enough to store it by; letters and digits only, so that a double click selects all of it.
 */
public record KeyText(String keyId, String secret) {
    private static final Pattern FORM = Pattern.compile("andon_([a-z0-9]{4,32})_([A-Za-z0-9]{32,64})");
    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int KEY_ID_LENGTH = 12;
    private static final int SECRET_LENGTH = 43;

    /** A new key. */
    public static KeyText generate(SecureRandom random) {
        return new KeyText(letters(random, KEY_ID_LENGTH, 36), letters(random, SECRET_LENGTH, LETTERS.length()));
    }

    /** Empty where the text has not the form of a key. */
    public static Optional<KeyText> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches() ? Optional.of(new KeyText(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Of an Authorization header, {@code Bearer andon_…}; empty where it holds something else. */
    public static Optional<KeyText> parseBearer(String header) {
        return header.regionMatches(true, 0, "Bearer ", 0, 7) ? parse(header.substring(7)) : Optional.empty();
    }

    /** The whole key, to be shown once. */
    public String text() {
        return "andon_" + keyId + "_" + secret;
    }

    /** What is stored: the SHA-256 of the secret. */
    public byte[] secretHash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Without the secret, so that logging one does no harm. */
    @Override
    public String toString() {
        return "andon_" + keyId + "_***";
    }

    private static String letters(SecureRandom random, int length, int alphabet) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(alphabet)));
        }
        return text.toString();
    }
}
