package dev.andon.analyzer.fold;

import dev.andon.analyzer.fold.Rebuild.Rebuilt;
import dev.andon.analyzer.watermark.RollupsHalted;
import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.Terminal;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.Dependent;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The rollups by hand: fold what waits, or make them anew. */
@Command(
        name = "rollup",
        description = "Brings the hourly rollups up to date, or makes them anew.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RollupCommand.RebuildCommand.class, RollupCommand.FoldCommand.class})
public final class RollupCommand {
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    @Dependent
    @Unremovable
    @Command(
            name = "rebuild",
            description = "Makes the rollups anew from the stored spans, hour by hour, while all goes on.")
    static final class RebuildCommand implements Runnable {
        private final DataSource dataSource;
        private final FoldConfig config;

        @Spec
        CommandSpec spec;

        @Option(
                names = "--from",
                paramLabel = "INSTANT",
                description = "First hour, as 2026-03-01T12:00:00Z (default: all).")
        Instant from;

        @Option(names = "--to", paramLabel = "INSTANT", description = "End, exclusive (default: all).")
        Instant to;

        @Option(
                names = "--forget-gone",
                description =
                        "Also make hours anew that count traces of which no span is left. Without it they are kept.")
        boolean forgetGone;

        RebuildCommand(DataSource dataSource, FoldConfig config) {
            this.dataSource = dataSource;
            this.config = config;
        }

        @Override
        public void run() {
            if ((from == null) != (to == null) || from != null && !from.isBefore(to)) {
                throw new ParameterException(spec.commandLine(), "Give both --from and a later --to, or neither.");
            }
            if (from != null && (from.isBefore(Instant.EPOCH) || to.isAfter(LATEST))) {
                throw new ParameterException(
                        spec.commandLine(), "--from and --to must be from the year 1970 to the year 9998.");
            }
            PrintWriter out = spec.commandLine().getOut();
            Rebuild rebuild = new Rebuild(dataSource, config.limits());
            try {
                Rebuilt rebuilt = from == null
                        ? rebuild.runAll(forgetGone, hour -> progress(out, hour))
                        : rebuild.run(from, to, forgetGone, hour -> progress(out, hour));
                if (rebuilt.adopted() > 0) {
                    out.printf("Took over %d spans that were restored from another cluster.%n", rebuilt.adopted());
                }
                out.printf("Rebuilt %d hours.%n", rebuilt.hours());
                if (rebuilt.kept() > 0) {
                    out.printf(
                            "Kept %d hours as they were: spans that they count are gone. --forget-gone makes them anew, too.%n",
                            rebuilt.kept());
                }
            } catch (RollupsHalted halted) {
                throw new CommandFailure(halted.getMessage() + ", without a range.", halted);
            } catch (SQLException failed) {
                throw new CommandFailure("The rebuild stopped; hours that are done stay done. Run it again.", failed);
            }
        }

        private static void progress(PrintWriter out, long hour) {
            if (Terminal.interactive()) {
                out.print("\rrebuilt " + Instant.ofEpochSecond(hour) + "  ");
                out.flush();
            }
        }
    }

    @Dependent
    @Unremovable
    @Command(name = "fold", description = "Folds every committed span now, as the service does each second.")
    static final class FoldCommand implements Runnable {
        private final FoldJob job;

        @Spec
        CommandSpec spec;

        FoldCommand(FoldJob job) {
            this.job = job;
        }

        @Override
        public void run() {
            try {
                Fold.Cycle cycle = job.runOnce();
                spec.commandLine().getOut().printf("Folded %d spans of %d traces.%n", cycle.spans(), cycle.traces());
            } catch (RollupsHalted halted) {
                throw new CommandFailure(halted.getMessage() + ".", halted);
            } catch (SQLException failed) {
                throw new CommandFailure("Folding stopped; nothing of its last cycle remains. Run it again.", failed);
            }
        }
    }
}
