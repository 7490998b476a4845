package dev.andon.ingest.dump;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.cli.OutputOption;
import dev.andon.common.cli.Terminal;
import dev.andon.ingest.intake.SpanIntake;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import FILE…}: exit code 0 where every span of every file is stored, 1 where some are not. */
@Command(
        name = "import",
        description = {
            "Stores the traces of files. A repeat changes nothing, so an import that was cut off is simply run again.",
            "Reads OTLP JSON (a document, or one a line), native spans (an object, an array, or one a line), spans as the"
                    + " Python and JavaScript SDKs print them, Tempo, Langfuse and DeepEval traces; also compressed with gzip."
        })
public final class ImportCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to import.")
    List<Path> files;

    @Option(
            names = "--checkpoint",
            paramLabel = "PATH",
            description = "Remember in this file what is imported, and pass it over in a repeat.")
    Path checkpoint;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    private final SpanIntake intake;
    private final ObjectMapper mapper;

    ImportCommand(SpanIntake intake, ObjectMapper mapper) {
        this.intake = intake;
        this.mapper = mapper;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Checkpoint done = checkpoint();
        List<FileReport> reports = new ArrayList<>();
        ProgressBar progress = new ProgressBar(err, Terminal.interactive(), totalSize());
        for (Path file : files) {
            reports.add(run(file, done, progress));
        }
        progress.close();
        if (output.json()) {
            out.println(mapper.writeValueAsString(reports));
        } else {
            reports.forEach(report -> print(out, err, report));
        }
        return reports.stream().allMatch(FileReport::complete) ? Commands.DONE : Commands.FAILED;
    }

    private FileReport run(Path file, Checkpoint done, ProgressBar progress) throws IOException {
        if (Files.isDirectory(file)) {
            return unread(file, "It is a folder. Name the files in it.");
        }
        if (!Files.isReadable(file)) {
            return unread(file, "There is no such file, or it cannot be read.");
        }
        String key = Checkpoint.key(file);
        if (done.has(key)) {
            progress.advance(Files.size(file));
            return new FileReport(file.toString(), 0, 0, true, List.of("Passed over: the checkpoint has it."));
        }
        FileReport report = new FileImport(file.toString(), intake).run(new DumpFile(file, progress::advance));
        if (report.complete()) {
            done.add(key);
        }
        return report;
    }

    private static FileReport unread(Path file, String why) {
        return new FileReport(file.toString(), 0, 0, false, List.of(why));
    }

    /** Before anything is imported: what could not be remembered would be found out at the end. */
    private Checkpoint checkpoint() {
        try {
            return Checkpoint.open(checkpoint);
        } catch (IOException unusable) {
            throw new ParameterException(
                    spec.commandLine(), "--checkpoint: " + checkpoint + " cannot be read and written as a file.");
        }
    }

    private long totalSize() throws IOException {
        long total = 0;
        for (Path file : files) {
            total += Files.isRegularFile(file) ? Files.size(file) : 0;
        }
        return total;
    }

    private static void print(PrintWriter out, PrintWriter err, FileReport report) {
        out.printf("%s: %,d spans stored, %,d rejected%n", report.file(), report.spans(), report.rejected());
        report.errors().forEach(error -> err.printf("%s: %s%n", report.file(), error));
    }
}
