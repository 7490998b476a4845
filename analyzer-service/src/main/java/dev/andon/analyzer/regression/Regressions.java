package dev.andon.analyzer.regression;

import dev.andon.analyzer.period.Grouping;
import dev.andon.analyzer.period.Period;
import dev.andon.analyzer.period.PeriodReader;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Answers what became slower between two periods, from the rollups, and from spans for parts of hours. */
@Singleton
public final class Regressions {
    private final DataSource dataSource;
    private final long mostSpans;

    /**
     * @param mostSpans of parts of hours that are read as spans; beyond, whole hours are compared and a note says so
     */
    Regressions(
            DataSource dataSource,
            @ConfigProperty(name = "andon.regressions.most-spans", defaultValue = "2000000") long mostSpans) {
        this.dataSource = dataSource;
        this.mostSpans = mostSpans;
    }

    /**
     * @param rows findings first, then by score
     * @param notes what the reader must know, in sentences
     */
    public record Answer(List<Regression> rows, List<String> notes) {}

    /** Compares a window with a baseline. */
    public Answer compare(Period window, Period baseline, Grouping by) throws SQLException {
        List<String> notes = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                PeriodReader before = new PeriodReader(connection, by, mostSpans, notes);
                before.read("baseline", baseline);
                PeriodReader after = new PeriodReader(connection, by, mostSpans, notes);
                after.read("window", window);
                return new Answer(rank(by, before, after, notes), notes);
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
            }
        }
    }

    private static List<Regression> rank(Grouping by, PeriodReader before, PeriodReader after, List<String> notes) {
        boolean noneBefore = before.calls().isEmpty() && before.dimensions().isEmpty();
        boolean noneAfter = after.calls().isEmpty() && after.dimensions().isEmpty();
        if (noneBefore || noneAfter) {
            notes.add("No folded trace with a " + by + " starts in the " + (noneBefore ? "baseline" : "window") + ".");
        }
        List<Regression> rows = by == Grouping.SERVICE
                ? ServiceRanking.rank(before.calls(), after.calls())
                : KeyRanking.rank(by.dimensionType(), before.dimensions(), after.dimensions());
        if (rows.isEmpty() && !noneBefore && !noneAfter) {
            notes.add("Nothing has samples in both periods.");
        }
        return rows;
    }
}
