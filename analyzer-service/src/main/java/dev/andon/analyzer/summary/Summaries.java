package dev.andon.analyzer.summary;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of each trace, and the hours that add it up: at the end of the transaction every hour counts exactly the traces
 * that start in it, and each execution in the hour of its first one. Used for one transaction, by the holder of the watermark.
 */
public final class Summaries {
    private static final long HOUR_US = 3_600_000_000L;

    private final SummaryRepository repository;
    private final TraceRollups rollups;
    private final Map<Long, TraceTally> differences = new HashMap<>();
    private final Set<String> refolded = new HashSet<>();

    public Summaries(Connection connection) {
        repository = new SummaryRepository(connection);
        rollups = new TraceRollups(connection);
    }

    /** Those of the traces that were folded before. */
    public Map<String, Folded> find(Collection<String> traceIds) throws SQLException {
        return repository.find(traceIds);
    }

    /**
     * Puts traces as they are now in the place of what they were.
     *
     * @param before by trace id, at least those of the traces that were folded before
     */
    public void put(List<TraceSummary> traces, Map<String, Folded> before) throws SQLException {
        if (traces.isEmpty()) {
            return;
        }
        Set<String> executions = traces.stream()
                .flatMap(trace -> Stream.of(trace.executionId(), executionId(before.get(trace.traceId()))))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Map<String, Long> hoursBefore = repository.firstHours(executions);
        repository.put(traces);
        Map<String, Long> hoursAfter = repository.firstHours(executions);
        for (String execution : executions) {
            countExecution(hoursBefore.get(execution), -1);
            countExecution(hoursAfter.get(execution), 1);
        }
        for (TraceSummary trace : traces) {
            Folded old = before.get(trace.traceId());
            if (old != null) {
                refolded.add(trace.traceId());
                tally(hour(old.startedUs())).subtract(old);
            }
            tally(hour(trace.startedUs())).add(trace);
        }
    }

    /** Forgets what starts in an hour, which is about to be made anew, its count included. */
    public void clear(long hour) throws SQLException {
        Timestamp from = new Timestamp(hour * 1000);
        Timestamp to = new Timestamp((hour + 3600) * 1000);
        List<String> executions = repository.executions(from, to);
        Map<String, Long> before = repository.firstHours(executions);
        repository.delete(from, to);
        Map<String, Long> after = repository.firstHours(executions);
        rollups.delete(from, to);
        for (String execution : executions) {
            if (before.get(execution) == hour) {
                countExecution(after.get(execution), 1);
            }
        }
    }

    /** Writes the hours. */
    public void finish() throws SQLException {
        rollups.apply(differences, refolded);
    }

    private void countExecution(Long hour, int by) {
        if (hour != null) {
            tally(hour).executions += by;
        }
    }

    private TraceTally tally(long hour) {
        return differences.computeIfAbsent(hour, absent -> new TraceTally());
    }

    private static long hour(long micros) {
        return Math.floorDiv(micros, HOUR_US) * 3600;
    }

    private static String executionId(Folded trace) {
        return trace == null ? null : trace.executionId();
    }
}
