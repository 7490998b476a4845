package dev.andon.local.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** One command line as it ended: its exit code and what it printed on either stream. */
public record CommandRun(int code, String text) {

    public static CommandRun of(String... arguments) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);
        CommandLine command = Main.commandLine().setOut(out).setErr(out);
        int code = command.execute(arguments);
        out.flush();
        return new CommandRun(code, text.toString());
    }
}
