package dev.andon.analyzer;

import dev.andon.common.cli.Launch;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The analyzer service: server without arguments, command with them. */
@QuarkusMain
public final class AnalyzerApplication {
    AnalyzerApplication() {}

    public static void main(String... args) {
        Launch.run(args);
    }
}
