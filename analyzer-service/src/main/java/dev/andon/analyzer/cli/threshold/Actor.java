package dev.andon.analyzer.cli.threshold;

import picocli.CommandLine.Option;

/** Who makes a change; goes to the audit. Use as {@code @Mixin Actor actor}. */
final class Actor {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who makes the change, for the audit.",
            defaultValue = "${sys:user.name}")
    String name;
}
