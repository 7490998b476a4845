package dev.andon.analyzer.regression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.analyzer.period.Grouping;
import dev.andon.analyzer.period.Period;
import dev.andon.analyzer.regression.Regressions.Answer;
import dev.andon.common.cli.OutputOption;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What became slower between two periods, worst first. Notes go to the error stream, so that JSON stays JSON. */
@Command(name = "regressions", description = "Prints what became slower between two periods, worst first.")
public final class RegressionsCommand implements Runnable {
    private static final int TEXT_ROWS_WITHOUT_FINDING = 10;

    private final Regressions regressions;
    private final ObjectMapper json;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--window",
            required = true,
            paramLabel = "FROM/TO",
            converter = PeriodConverter.class,
            description = "Traces that start in [FROM, TO), as 2026-03-01T12:00:00Z/2026-03-01T12:05:00Z.")
    Period window;

    @Option(
            names = "--baseline",
            required = true,
            paramLabel = "FROM/TO",
            converter = PeriodConverter.class,
            description = "What to compare with; the same hours of another day, or the hour before.")
    Period baseline;

    @Option(
            names = "--by",
            defaultValue = "service",
            paramLabel = "DIMENSION",
            description = "One of ${COMPLETION-CANDIDATES}.")
    Grouping by;

    @Mixin
    OutputOption output;

    RegressionsCommand(Regressions regressions, ObjectMapper json) {
        this.regressions = regressions;
        this.json = json;
    }

    @Override
    public void run() {
        Answer answer = compare();
        answer.notes().forEach(spec.commandLine().getErr()::println);
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(asJson(answer.rows()));
        } else {
            printText(out, answer.rows());
        }
    }

    private Answer compare() {
        try {
            return regressions.compare(window, baseline, by);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private String asJson(List<Regression> rows) {
        try {
            return json.writeValueAsString(rows);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void printText(PrintWriter out, List<Regression> rows) {
        long findings = rows.stream().filter(Regression::significant).count();
        out.printf("%d of %d became at least twice as slow.%n%n", findings, rows.size());
        out.printf("%-4s %-40s %8s %12s %12s %9s %9s%n", "", by, "score", "before ms", "after ms", "calls", "before");
        int shown = 0;
        for (Regression row : rows) {
            if (row.significant() || shown < TEXT_ROWS_WITHOUT_FINDING) {
                shown++;
                out.printf(
                        "%-4s %-40s %8.2f %12.3f %12.3f %9d %9d%n",
                        row.significant() ? "SLOW" : "",
                        row.dimensionKey(),
                        row.score(),
                        row.selfMsBefore(),
                        row.selfMsAfter(),
                        row.samplesAfter(),
                        row.samplesBefore());
            }
        }
        rows.stream().filter(Regression::significant).forEach(row -> out.printf("%n%s.%n", row.explanation()));
    }

    static final class PeriodConverter implements ITypeConverter<Period> {
        PeriodConverter() {}

        @Override
        public Period convert(String text) {
            try {
                return Period.parse(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }
}
