package dev.andon.monitor.privacy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** The secret behind pseudonyms and signatures of the audit log. */
@ConfigMapping(prefix = "andon.privacy")
public interface PrivacyConfig {
    /** At least 32 random bytes as base64 or hex, the same for every monitor; kept outside the database. */
    Optional<String> key();

    /** Keys of before, whose signatures of the audit log still count, with commas between. */
    Optional<List<String>> oldKeys();

    /** A file outside the database that keeps the newest signed head, which the log is compared with. */
    Optional<String> witness();

    /** How often to sign what was added to the audit log by others than this service. */
    @WithDefault("1m")
    String signEvery();
}
