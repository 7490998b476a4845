package dev.andon.local.stack;

import dev.andon.local.home.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs one command of a service in a JVM of its own, as {@code ./andon analyzer …} does. */
public final class ServiceCommand {
    private ServiceCommand() {}

    /** Runs an analyzer command to its end; output is added to the log. Returns its exit code. */
    public static int analyzer(List<String> arguments, String databaseUrl, Path log) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dquarkus.profile=local",
                "-jar",
                Service.ANALYZER.jar().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("DATABASE_URL", databaseUrl);
        try {
            return builder.start().waitFor();
        } catch (IOException cannot) {
            throw new StackException("The analyzer command could not be started: " + cannot.getMessage());
        }
    }
}
