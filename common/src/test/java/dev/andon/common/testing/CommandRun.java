package dev.andon.common.testing;

import dev.andon.common.cli.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine.Help.Ansi;

/**
 * One command line run inside a {@code @QuarkusTest}, with what it printed: {@code CommandRun.of(commands, "import", file)}. The
 * {@link Commands} are injected into the test.
 */
public record CommandRun(int exitCode, String out, String err) {

    public static CommandRun of(Commands commands, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = commands.execute(new PrintWriter(out), new PrintWriter(err), Ansi.OFF, args);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** Fails the test, with both streams, where the command did not end with 0. */
    public CommandRun done() {
        if (exitCode != Commands.DONE) {
            throw new AssertionError("exit code " + exitCode + "\n" + out + "\n" + err);
        }
        return this;
    }
}
