package dev.andon.monitor.privacy.cli;

import picocli.CommandLine.Option;

/** Who acts; goes to the audit log. Use as {@code @Mixin ActorOption actor}. */
public final class ActorOption {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who does it, for the audit log.",
            defaultValue = "${sys:user.name}")
    String name;

    /** As given, else the user of this machine. */
    public String name() {
        return name;
    }
}
