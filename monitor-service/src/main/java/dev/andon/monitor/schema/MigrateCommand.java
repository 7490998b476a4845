package dev.andon.monitor.schema;

import dev.andon.common.cli.CommandFailure;
import dev.andon.common.schema.Migrations;
import java.io.PrintWriter;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings the database to the schema of this build. */
@Command(
        name = "migrate",
        description = {
            "Brings the database that DATABASE_URL names to the schema of this build. Its user must be allowed to make roles and"
                    + " tables. Safe to repeat, and to run twice at once."
        })
public final class MigrateCommand implements Runnable {
    private final Optional<String> jdbcUrl;
    private final Optional<String> user;
    private final Optional<String> password;

    @Option(names = "--dry-run", description = "Only list what would be applied.")
    boolean dryRun;

    @Spec
    CommandSpec spec;

    MigrateCommand(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") Optional<String> jdbcUrl,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> user,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.password = password;
    }

    @Override
    public void run() {
        String url = jdbcUrl.orElseThrow(() -> new CommandFailure(
                "No database is set: set DATABASE_URL=postgresql://user:password@host:5432/database."));
        PrintWriter out = spec.commandLine().getOut();
        if (dryRun) {
            Migrations.pending(url, user.orElse(null), password.orElse(null)).forEach(out::println);
            return;
        }
        int applied = Migrations.migrate(
                url, user.orElse(null), password.orElse(null), script -> out.println("Applying " + script));
        out.println(
                applied == 0
                        ? "The schema is up to date."
                        : applied + " migrations applied. The schema is up to date.");
    }
}
