package dev.andon.common.cli;

import dev.andon.common.problem.DatabaseFailure;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into one sentence with the next step on the error stream, and exit code 1. */
final class FailureHandler implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult parsed) {
        commandLine.getErr().println(commandLine.getColorScheme().errorText(sentence(failure)));
        if (parsed.matchedOptionValue("--stacktrace", false)) {
            failure.printStackTrace(commandLine.getErr());
        }
        return Commands.FAILED;
    }

    private static String sentence(Exception failure) {
        Optional<DatabaseFailure> database = DatabaseFailure.of(failure);
        if (database.isPresent()) {
            return database.get().sentence();
        }
        if (failure instanceof CommandFailure) {
            return failure.getMessage();
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null
                ? ""
                : ": " + root.getMessage().lines().findFirst().orElse("");
        return "Failed: " + root.getClass().getSimpleName() + message + " (--stacktrace shows where).";
    }
}
