package dev.andon.local.cli;

import dev.andon.common.config.DatabaseUrl;
import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import dev.andon.local.postgres.ServiceRoles;
import dev.andon.local.stack.Running;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./andon psql}: runs SQL and prints the answer as psql would, with no psql installed. */
@Command(
        name = "psql",
        mixinStandardHelpOptions = true,
        description =
                "Run SQL in the running database, or in the one that DATABASE_URL names. Without -c, SQL is read from the input.")
final class PsqlCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataDirOption dataDir;

    @Option(
            names = "-c",
            paramLabel = "SQL",
            description = "The statements to run, separated by semicolons; may be repeated.")
    private List<String> commands = new ArrayList<>();

    @Option(names = "--csv", description = "Print rows as CSV with a header.")
    private boolean csv;

    @Option(
            names = {"-t", "--tuples-only"},
            description = "Print rows only, no header and no count.")
    private boolean tuplesOnly;

    @Option(
            names = {"-A", "--no-align"},
            description = "Separate columns by | instead of aligning them.")
    private boolean noAlign;

    @Override
    public Integer call() throws IOException {
        if (commands.isEmpty()) {
            commands.add(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
        }
        PrintWriter out = spec.commandLine().getOut();
        SqlOutput output = csv
                ? new SqlOutput.Csv(out, tuplesOnly)
                : noAlign ? new SqlOutput.Unaligned(out, tuplesOnly) : new SqlOutput.Aligned(out, tuplesOnly);
        try (Connection connection = ServiceRoles.connect(DatabaseUrl.parse(url()));
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                run(statement, command, output);
            }
            out.flush();
            return 0;
        } catch (SQLException failed) {
            out.flush();
            throw new StackException(failed.getMessage());
        } catch (IllegalArgumentException wrong) {
            throw new StackException(wrong.getMessage());
        }
    }

    private static void run(Statement statement, String sql, SqlOutput output) throws SQLException {
        boolean isRows = statement.execute(sql);
        while (true) {
            if (isRows) {
                output.rows(statement.getResultSet());
            } else if (statement.getUpdateCount() >= 0) {
                output.count(statement.getUpdateCount());
            } else {
                return;
            }
            isRows = statement.getMoreResults();
        }
    }

    private String url() {
        DataDir dir = dataDir.get();
        return Optional.ofNullable(System.getenv("DATABASE_URL"))
                .filter(url -> !url.isBlank())
                .or(() -> Running.alive(dir).map(Running::databaseUrl))
                .orElseThrow(() -> new StackException("Andon is not up on " + dir.root()
                        + " and DATABASE_URL is not set. Start it with ./andon up."));
    }
}
