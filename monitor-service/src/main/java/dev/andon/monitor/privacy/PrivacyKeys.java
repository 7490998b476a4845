package dev.andon.monitor.privacy;

import dev.andon.common.cli.CommandFailure;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of this installation. Without one everything works but what needs pseudonyms or signatures. */
@Singleton
public final class PrivacyKeys {
    /** Why something cannot be done without a key, and what to do. */
    public static final String MISSING = "ANDON_PRIVACY_KEY is not set; it makes pseudonyms and signs the audit log."
            + " Make one with \"openssl rand -base64 32\", keep it outside the database and give it to every monitor: docs/privacy.md.";

    private final Optional<PrivacyKey> current;
    private final List<PrivacyKey> old;

    PrivacyKeys(PrivacyConfig config) {
        this.current = config.key().filter(text -> !text.isBlank()).map(text -> parse("ANDON_PRIVACY_KEY", text));
        this.old = config.oldKeys().orElse(List.of()).stream()
                .map(text -> parse("ANDON_PRIVACY_OLD_KEYS", text))
                .toList();
    }

    /** With a key that cannot work nothing starts. */
    void check(@Observes StartupEvent started) {
        current.ifPresent(PrivacyKey::id);
    }

    /** What new pseudonyms and signatures are made with. */
    public Optional<PrivacyKey> current() {
        return current;
    }

    /** For commands: refuses with one sentence where there is none. */
    public PrivacyKey required() {
        return current.orElseThrow(() -> new CommandFailure(MISSING));
    }

    /** The key with this fingerprint, of now or of before. */
    Optional<PrivacyKey> named(String keyId) {
        return Stream.concat(current.stream(), old.stream())
                .filter(key -> key.id().equals(keyId))
                .findFirst();
    }

    private static PrivacyKey parse(String name, String text) {
        try {
            return PrivacyKey.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException(
                    name + " " + wrong.getMessage() + ". Make one with \"openssl rand -base64 32\".");
        }
    }
}
