package dev.andon.analyzer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.andon.analyzer.analysis.Analysis;
import dev.andon.analyzer.analysis.AnalysisConfig;
import dev.andon.analyzer.fold.FoldJob;
import dev.andon.analyzer.run.AnalysisRun;
import dev.andon.analyzer.run.RunExecutor;
import dev.andon.analyzer.run.RunQueue;
import dev.andon.common.cli.Commands;
import dev.andon.common.cli.OutputOption;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code analyze}: finds the bottlenecks of the last days now, or says what it would find. */
@Command(
        name = "analyze",
        description = {
            "Finds the bottlenecks in the traces of the last days and opens an improvement for each new one.",
            "With fewer than 100 traces it fails with \"Insufficient data\"."
        })
public final class AnalyzeCommand implements Callable<Integer> {
    private static final String BY = "command";

    private final RunExecutor executor;
    private final RunQueue queue;
    private final AnalysisConfig config;
    private final FoldJob fold;
    private final ObjectMapper json;

    @Option(names = "--dry-run", description = "Analyse and print, and write nothing.")
    boolean dryRun;

    @Option(names = "--verbose", description = "List every dimension, not only bottlenecks, and all notes.")
    boolean verbose;

    @Option(
            names = "--if-stale",
            description = "Do nothing if the last success is younger than the staleness threshold.")
    boolean ifStale;

    @Option(
            names = "--window-days",
            paramLabel = "N",
            description = "Look at the last N days (default: the setting, 7).")
    Integer windowDays;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    AnalyzeCommand(RunExecutor executor, RunQueue queue, AnalysisConfig config, FoldJob fold, ObjectMapper json) {
        this.executor = executor;
        this.queue = queue;
        this.config = config;
        this.fold = fold;
        this.json = json;
    }

    @Override
    public Integer call() throws Exception {
        if (windowDays != null && (windowDays < 1 || windowDays > 400)) {
            throw new ParameterException(spec.commandLine(), "--window-days must be between 1 and 400.");
        }
        int days = windowDays == null ? config.windowDays() : windowDays;
        Optional<AnalysisReport> report = dryRun ? preview(days) : run(days);
        if (report.isEmpty()) {
            return fresh();
        }
        print(report.get());
        return report.get().failed() ? Commands.FAILED : Commands.DONE;
    }

    private void print(AnalysisReport report) throws Exception {
        if (output.json()) {
            out().println(json.writerWithDefaultPrettyPrinter().writeValueAsString(report.json(json)));
        } else {
            AnalysisText.print(report, verbose, out());
        }
    }

    /** Empty where an analysis is wanted only if one is due, and none is. */
    private Optional<AnalysisReport> preview(int days) {
        if (ifStale && !queue.staleness().isStale()) {
            return Optional.empty();
        }
        Analysis analysis = executor.preview(days);
        String detail = executor.insufficient(analysis) ? executor.insufficientData(analysis) : null;
        return Optional.of(AnalysisReport.dryRun(UUID.randomUUID(), analysis, detail));
    }

    /** With --if-stale any number of callers at once share one run; without it each has one of its own. */
    private Optional<AnalysisReport> run(int days) throws Exception {
        Optional<UUID> due = ifStale ? queue.queueIfStale(BY, windowDays) : Optional.empty();
        if (ifStale && due.isEmpty()) {
            return Optional.empty();
        }
        fold.runOnce();
        AnalysisRun run = due.isPresent() ? executor.executeQueued(due.get()) : executor.executeNow(BY, days);
        return Optional.of(AnalysisReport.of(run, json));
    }

    private int fresh() throws Exception {
        Optional<AnalysisRun> last = queue.lastSuccess();
        if (output.json()) {
            ObjectNode answer = json.createObjectNode().put("skipped", true).put("is_stale", false);
            last.ifPresent(run -> answer.put("run_id", run.runId().toString())
                    .put("status", run.status().name())
                    .put("finished_at", run.finishedAt().toString()));
            out().println(json.writeValueAsString(answer));
        } else {
            out().println("Not stale: the last analysis succeeded at "
                    + last.map(run -> run.finishedAt().toString()).orElse("?") + ". Nothing was done.");
        }
        return Commands.DONE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
