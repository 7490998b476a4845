package dev.andon.local.stack;

import dev.andon.local.home.DataDir;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The privacy key of this machine: that of the environment, else one made at the first start and kept beside the database, where no dump
 * takes it along. The {@code andon} script gives the same file to commands of monitor.
 */
final class LocalPrivacyKey {
    /** What monitor reads it from. */
    static final String VARIABLE = "ANDON_PRIVACY_KEY";

    private static final int BYTES = 32;

    private LocalPrivacyKey() {}

    static String ensure(DataDir dir) {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(text -> !text.isBlank())
                .or(() -> DataDir.read(dir.privacyKey()))
                .orElseGet(() -> make(dir));
    }

    private static String make(DataDir dir) {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        // Hex: a shell that splits at = keeps it whole.
        String key = HexFormat.of().formatHex(secret);
        DataDir.writeSecret(dir.privacyKey(), key);
        return key;
    }
}
