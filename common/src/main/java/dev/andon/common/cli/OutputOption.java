package dev.andon.common.cli;

import picocli.CommandLine.Option;

/** The {@code --output} option of every command that answers something; use as {@code @Mixin OutputOption output}. */
public final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Print as ${COMPLETION-CANDIDATES}.")
    OutputFormat format;

    /** Whether the answer is for a machine. */
    public boolean json() {
        return format == OutputFormat.JSON;
    }
}
