package dev.andon.common.cli;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.Dependent;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/** Runs one command line of the process and hands its exit code to the JVM. */
@Dependent
@Unremovable
public final class CommandApplication implements QuarkusApplication {
    private final Commands commands;

    CommandApplication(Commands commands) {
        this.commands = commands;
    }

    @Override
    public int run(String... args) {
        Charset charset = Terminal.charset();
        PrintWriter out = new PrintWriter(System.out, true, charset);
        PrintWriter err = new PrintWriter(System.err, true, charset);
        int exitCode = commands.execute(out, err, Terminal.ansi(), args);
        out.flush();
        err.flush();
        return exitCode;
    }
}
