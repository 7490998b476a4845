package dev.andon.common.cli;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help.Ansi;

/** What the process talks to: colours and progress bars go to a terminal only, never into a pipe or a file. */
public final class Terminal {
    private Terminal() {}

    /** Whether input and output are a terminal. */
    public static boolean interactive() {
        Console console = System.console();
        return console != null && isTerminal(console) && !"dumb".equals(System.getenv("TERM"));
    }

    /** Colours where there is a terminal and NO_COLOR is not set. */
    static Ansi ansi() {
        return interactive() && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
    }

    /** What the terminal reads; UTF-8 for pipes and files, whatever the locale. */
    static Charset charset() {
        Console console = System.console();
        return interactive() && console != null ? console.charset() : StandardCharsets.UTF_8;
    }

    /** From JDK 22 on there is a console without a terminal too, and a method that tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJdk22) {
            return true;
        }
    }
}
