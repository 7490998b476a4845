package dev.andon.analyzer.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The traces of the slowest samples, slowest first, one entry a trace, at most a given number. A hint for people:
 * when a trace that is among them is folded again, one that it had pushed out does not come back.
 */
public final class Exemplars {
    private final int most;
    private final List<String> traceIds = new ArrayList<>();
    private final List<Long> micros = new ArrayList<>();

    public Exemplars(int most) {
        this.most = most;
    }

    /** Reads what {@link #traceIds} and {@link #micros} wrote. */
    public static Exemplars parse(int most, String traceIds, String micros) {
        Exemplars exemplars = new Exemplars(most);
        String[] ids = traceIds.split(",");
        String[] times = micros.split(",");
        for (int i = 0; i < Math.min(ids.length, times.length) && !ids[i].isEmpty(); i++) {
            exemplars.offer(ids[i], Long.parseLong(times[i]));
        }
        return exemplars;
    }

    /** Takes a sample in where it is among the slowest. */
    public void offer(String traceId, long durationUs) {
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
        if (at == most) {
            return;
        }
        traceIds.add(at, traceId);
        micros.add(at, durationUs);
        if (traceIds.size() > most) {
            remove(most);
        }
    }

    /** Takes another's in. */
    public void merge(Exemplars other) {
        for (int i = 0; i < other.traceIds.size(); i++) {
            offer(other.traceIds.get(i), other.micros.get(i));
        }
    }

    /** Forgets traces. */
    public void removeAll(Set<String> gone) {
        for (int i = traceIds.size() - 1; i >= 0; i--) {
            if (gone.contains(traceIds.get(i))) {
                remove(i);
            }
        }
    }

    /** For {@link #parse}. */
    public String traceIds() {
        return String.join(",", traceIds);
    }

    /** For {@link #parse}. */
    public String micros() {
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
