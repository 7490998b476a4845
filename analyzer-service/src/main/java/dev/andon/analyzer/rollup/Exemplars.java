package dev.andon.analyzer.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The traces of the slowest samples of a dimension, slowest first, one entry a trace, at most {@link #MOST}. A hint for people:
 * when a trace that is among them is folded again, one that it had pushed out does not come back.
 */
final class Exemplars {
    static final int MOST = 5;

    private final List<String> traceIds = new ArrayList<>(MOST);
    private final List<Long> micros = new ArrayList<>(MOST);

    /** Reads what {@link #traceIds} and {@link #micros} wrote. */
    static Exemplars parse(String traceIds, String micros) {
        Exemplars exemplars = new Exemplars();
        String[] ids = traceIds.split(",");
        String[] times = micros.split(",");
        for (int i = 0; i < Math.min(ids.length, times.length) && !ids[i].isEmpty(); i++) {
            exemplars.offer(ids[i], Long.parseLong(times[i]));
        }
        return exemplars;
    }

    void offer(String traceId, long durationUs) {
        int known = traceIds.indexOf(traceId);
        if (known >= 0) {
            if (micros.get(known) >= durationUs) {
                return;
            }
            remove(known);
        }
        int at = traceIds.size();
        while (at > 0 && isBefore(durationUs, traceId, at - 1)) {
            at--;
        }
        if (at == MOST) {
            return;
        }
        traceIds.add(at, traceId);
        micros.add(at, durationUs);
        if (traceIds.size() > MOST) {
            remove(MOST);
        }
    }

    void merge(Exemplars other) {
        for (int i = 0; i < other.traceIds.size(); i++) {
            offer(other.traceIds.get(i), other.micros.get(i));
        }
    }

    void removeAll(Set<String> gone) {
        for (int i = traceIds.size() - 1; i >= 0; i--) {
            if (gone.contains(traceIds.get(i))) {
                remove(i);
            }
        }
    }

    String traceIds() {
        return String.join(",", traceIds);
    }

    String micros() {
        return String.join(",", micros.stream().map(String::valueOf).toList());
    }

    private boolean isBefore(long durationUs, String traceId, int position) {
        int order = Long.compare(durationUs, micros.get(position));
        return order != 0 ? order > 0 : traceId.compareTo(traceIds.get(position)) < 0;
    }

    private void remove(int position) {
        traceIds.remove(position);
        micros.remove(position);
    }
}
