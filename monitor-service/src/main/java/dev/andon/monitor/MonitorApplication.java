package dev.andon.monitor;

import dev.andon.common.cli.Launch;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The monitor service: server without arguments, command with them. */
@QuarkusMain
public final class MonitorApplication {
    MonitorApplication() {}

    public static void main(String... args) {
        Launch.run(args);
    }
}
