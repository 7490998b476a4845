package dev.andon.monitor.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run has done so far: rows by table, and what it had to leave. */
final class Tally {
    private final Map<String, Long> rows = new TreeMap<>();
    private final List<String> left = new ArrayList<>();
    private String outcome = "done";

    void add(RetentionRepository.Step step) {
        step.deleted().stream()
                .filter(deleted -> deleted.rows() > 0)
                .forEach(deleted -> rows.merge(deleted.table(), deleted.rows(), Long::sum));
    }

    void droppedDay() {
        rows.merge("days_dropped", 1L, Long::sum);
    }

    /** Something under a hold stays; that is as it should be. */
    void kept(String what) {
        left.add(what);
    }

    /** Something could not go just now. */
    void waits(String what) {
        left.add(what);
        outcome = outcome.equals("failed") ? outcome : "partly";
    }

    void failed(String what) {
        left.add(what);
        outcome = "failed";
    }

    String outcome() {
        return outcome;
    }

    Map<String, Long> rows() {
        return rows;
    }

    /** Null where nothing was left. */
    String detail() {
        String all = String.join(" ", left.stream().distinct().toList());
        return all.isEmpty() ? null : all.substring(0, Math.min(all.length(), 1000));
    }
}
