package dev.andon.analyzer.fold;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the fold of spans into rollups runs. */
@ConfigMapping(prefix = "andon.rollup")
public interface FoldConfig {
    /** How often to look for committed spans. */
    @WithDefault("1s")
    String every();

    /** The most spans of new writes that one cycle takes; it bounds memory and the length of its transaction. */
    @WithDefault("50000")
    int spansPerCycle();

    /** The most traces that are read into memory at a time; fewer where they have more spans than one trace may have. */
    @WithDefault("1000")
    int tracesPerRead();

    /** A trace with this many spans is not folded again when more of it arrive; the most spans that are read into memory at a time. */
    @WithDefault("200000")
    int spansPerTrace();

    /** The most keys of one dimension type, or calls of one kind, that an hour keeps; the rest count as {@code (other)}. */
    @WithDefault("2000")
    int keysPerHour();

    /** The limits as the fold takes them. */
    default FoldLimits limits() {
        return new FoldLimits(spansPerCycle(), tracesPerRead(), spansPerTrace(), keysPerHour());
    }
}
