package dev.andon.common.cli;

import dev.andon.common.problem.DatabaseFailure;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.util.Optional;

/** Why a service or a command could not start, in one sentence where operators can do something about it. */
final class StartFailure {
    private static final int DEEPEST_CAUSE = 20;

    private StartFailure() {}

    /** Empty where only a stack trace can tell. */
    static Optional<String> sentence(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            Optional<String> sentence = ofOne(cause);
            if (sentence.isPresent()) {
                return sentence;
            }
            cause = cause.getCause();
        }
        return DatabaseFailure.of(failure).map(DatabaseFailure::sentence);
    }

    /** {@link Commands#USAGE} for a wrong setting, {@link Commands#FAILED} for the rest. */
    static int exitCode(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof ConfigurationException || cause instanceof ConfigValidationException) {
                return Commands.USAGE;
            }
            cause = cause.getCause();
        }
        return Commands.FAILED;
    }

    private static Optional<String> ofOne(Throwable cause) {
        return switch (cause) {
            case ConfigurationException wrong -> Optional.ofNullable(wrong.getMessage());
            case ConfigValidationException wrong -> Optional.ofNullable(wrong.getMessage());
            case QuarkusBindException taken ->
                Optional.of("Port " + taken.getPort()
                        + " is taken by another process. Stop it, or set QUARKUS_HTTP_PORT to a free one.");
            case BindException taken ->
                Optional.of("A port is taken by another process (" + taken.getMessage()
                        + "). Stop it, or set QUARKUS_HTTP_PORT or QUARKUS_GRPC_SERVER_PORT.");
            default ->
                cause.getClass().getName().endsWith("InactiveBeanException")
                        ? Optional.of(
                                "No database is set: set DATABASE_URL=postgresql://user:password@host:5432/database.")
                        : Optional.empty();
        };
    }
}
