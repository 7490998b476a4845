package dev.andon.ingest.body;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of requests. */
@ConfigMapping(prefix = "andon.ingest.body")
public interface BodyConfig {
    /** Largest body or gRPC message, as sent and again after inflation; beyond it 413. At most 1G. */
    @WithDefault("64M")
    MemorySize maxSize();

    /** The most spans of one request, bad ones included; beyond it 413. */
    @WithDefault("200000")
    int maxSpans();

    /** Memory that requests being read and translated may take together; beyond it 503, and 413 for one that alone takes more. */
    @WithDefault("256M")
    MemorySize maxInMemory();

    /** Bodies larger than this are inflated and translated off the event loop. */
    @WithDefault("256K")
    MemorySize large();
}
