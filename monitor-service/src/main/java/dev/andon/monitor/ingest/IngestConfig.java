package dev.andon.monitor.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where this service sends data as a client would: the seed's and the canary's. */
@ConfigMapping(prefix = "andon.monitor.ingest")
public interface IngestConfig {
    /** Address of ingest. Also ANDON_INGEST_URL. */
    @WithDefault("${ANDON_INGEST_URL:}")
    Optional<String> url();

    /** A key with the scopes ingest and read; not needed where authentication is off. Also ANDON_API_KEY. */
    @WithDefault("${ANDON_API_KEY:}")
    Optional<String> key();
}
