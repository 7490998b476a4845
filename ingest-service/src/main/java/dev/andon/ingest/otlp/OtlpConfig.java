package dev.andon.ingest.otlp;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of requests. */
@ConfigMapping(prefix = "andon.ingest.otlp")
public interface OtlpConfig {
    /** Largest body, as sent and again after inflation; beyond it 413. */
    @WithDefault("64M")
    MemorySize maxBodySize();

    /** Memory that bodies being read and translated may take together; beyond it 503. */
    @WithDefault("256M")
    MemorySize maxBodiesInMemory();

    /** Bodies larger than this are inflated and translated off the event loop. */
    @WithDefault("256K")
    MemorySize largeBody();
}
