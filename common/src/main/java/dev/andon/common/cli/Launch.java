package dev.andon.common.cli;

import dev.andon.common.config.DatabaseUrl;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The main of every service. Without arguments it is the server and ends when told to; with arguments it is one command: no port,
 * no scheduler, warnings on the error stream, and the command's exit code (see {@link Commands}).
 */
public final class Launch {
    /** Set while a command runs; beans that start work by themselves look at it. */
    public static final String COMMAND_MODE = "andon.command-mode";

    private static final String DATABASE_URL = "DATABASE_URL";
    /** Stands for the database that was not named, so that help needs none and the rest fails as for one out of reach. */
    private static final String NO_DATABASE = "postgresql://database-url-is-not-set.invalid/andon";

    private static final Map<String, String> COMMAND_SETTINGS = Map.ofEntries(
            Map.entry(COMMAND_MODE, "true"),
            Map.entry("quarkus.http.host-enabled", "false"),
            Map.entry("quarkus.grpc.server.use-separate-server", "false"),
            Map.entry("quarkus.scheduler.enabled", "false"),
            Map.entry("quarkus.banner.enabled", "false"),
            Map.entry("quarkus.log.level", "WARN"),
            Map.entry("quarkus.log.console.stderr", "true"),
            Map.entry("quarkus.log.console.format", "%-5p %s%n"),
            // A command signs nobody in, so it asks no OpenID provider.
            Map.entry("andon.oidc.enabled", "false"),
            // Of no use to who types a command: settings of extensions a service has not.
            Map.entry("quarkus.log.category.\"io.quarkus.config\".level", "ERROR"),
            Map.entry("quarkus.datasource.jdbc.min-size", "0"),
            Map.entry("quarkus.datasource.jdbc.initial-size", "0"));

    private Launch() {}

    /** Runs the service or the command and returns, or leaves the JVM, when it is over. */
    public static void run(String... args) {
        if (!databaseUrlReads()) {
            System.exit(Commands.USAGE);
        }
        if (args.length == 0) {
            Quarkus.run(null, Launch::ended);
            return;
        }
        COMMAND_SETTINGS.forEach(Launch::setUnlessGiven);
        boolean nameless = !databaseGiven();
        if (nameless) {
            System.setProperty(DATABASE_URL, NO_DATABASE);
        }
        try {
            Quarkus.run(CommandApplication.class, Launch::ended, args);
        } finally {
            // Reached where the caller keeps the JVM, as tests do.
            COMMAND_SETTINGS.keySet().forEach(System::clearProperty);
            if (nameless) {
                System.clearProperty(DATABASE_URL);
            }
        }
    }

    /** A failure to start is one sentence where there is one for it. Whoever holds the JVM, a test for one, has set what ends it. */
    private static void ended(int exitCode, Throwable failure) {
        if (failure != null) {
            StartFailure.sentence(failure)
                    .ifPresentOrElse(
                            sentence -> System.err.println("Not started. " + sentence), failure::printStackTrace);
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler()
                .accept(failure == null ? exitCode : StartFailure.exitCode(failure), failure);
    }

    private static void setUnlessGiven(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    private static boolean databaseGiven() {
        return Stream.of(DATABASE_URL, "QUARKUS_DATASOURCE_JDBC_URL", "quarkus.datasource.jdbc.url")
                .anyMatch(name -> System.getProperty(name) != null || System.getenv(name) != null);
    }

    private static boolean databaseUrlReads() {
        String url = System.getProperty(DATABASE_URL, System.getenv(DATABASE_URL));
        if (url == null || url.isBlank()) {
            return true;
        }
        try {
            DatabaseUrl.parse(url);
            return true;
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            return false;
        }
    }
}
