package dev.andon.local.cli;

import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import dev.andon.local.stack.StackLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the same command again as a process of its own, shows what it prints until it is ready, then leaves it running. */
final class Detached {
    private static final String LAST_LINE = "Ready. Ctrl-C stops everything.";

    private final DataDir dir;
    private final PrintWriter out;
    private long shown;

    Detached(DataDir dir, PrintWriter out) {
        this.dir = dir;
        this.out = out;
    }

    /** 0 when all is ready, started by us or by another; else the child's exit code. */
    int start(List<String> arguments) throws InterruptedException, IOException {
        if (StackLock.isHeld(dir)) {
            new OtherLauncher(dir, out).await();
            return 0;
        }
        Path log = dir.log("andon");
        // What the launcher prints, the key among it.
        DataDir.keepToOwner(log);
        shown = Files.exists(log) ? Files.size(log) : 0;
        Process child = launch(arguments, log);
        boolean ended = false;
        while (!ended && !show(log)) {
            ended = child.waitFor(100, TimeUnit.MILLISECONDS);
        }
        if (ended) {
            show(log);
            return child.exitValue();
        }
        out.println("It runs in the background. ./andon down stops it; logs are in " + log.getParent() + ".");
        return 0;
    }

    private Process launch(List<String> arguments, Path log) {
        List<String> command = new ArrayList<>();
        // Closing the terminal must not end it.
        command.add("nohup");
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(
                List.of("--enable-native-access=ALL-UNNAMED", "-Dandon.home=" + System.getProperty("andon.home", "")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        arguments.stream().filter(argument -> !argument.equals("--detach")).forEach(command::add);
        try {
            return new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException cannot) {
            throw new StackException("The background process could not be started: " + cannot.getMessage());
        }
    }

    // Prints what the log has gained in whole lines; true once the last line is there.
    private boolean show(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] added = new byte[(int) (file.length() - shown)];
            file.seek(shown);
            file.readFully(added);
            String text = new String(added, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n') + 1;
            String lines = text.substring(0, end);
            shown += lines.getBytes(StandardCharsets.UTF_8).length;
            out.print(lines.replace(LAST_LINE, "Ready."));
            out.flush();
            return lines.contains(LAST_LINE);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
