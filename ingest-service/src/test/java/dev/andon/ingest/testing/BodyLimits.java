package dev.andon.ingest.testing;

import dev.andon.ingest.body.BodyConfig;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;

/** Limits of requests for tests without a container. */
public record BodyLimits(long size) implements BodyConfig {

    /** Everything of one size. */
    public static BodyLimits of(long size) {
        return new BodyLimits(size);
    }

    @Override
    public MemorySize maxSize() {
        return new MemorySize(BigInteger.valueOf(size));
    }

    @Override
    public int maxSpans() {
        return 200_000;
    }

    @Override
    public MemorySize maxInMemory() {
        return maxSize();
    }

    @Override
    public MemorySize large() {
        return maxSize();
    }
}
