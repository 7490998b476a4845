package dev.andon.analyzer.chat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the rollups of chat telemetry are kept. */
@ConfigMapping(prefix = "andon.chat-rollup")
public interface ChatRollupConfig {
    /** How often to look for hours whose chat requests changed. */
    @WithDefault("2s")
    String every();

    /** The most notes of changed hours that one transaction takes. */
    @WithDefault("500")
    int notesPerCycle();
}
