package dev.andon.analyzer.drilldown;

import dev.andon.analyzer.bottleneck.Assessment;
import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.bottleneck.Growth;
import dev.andon.analyzer.bottleneck.Period;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks closer at what the rollups showed: what grew within the worst bottlenecks, and what the slowest traces waited for. Reads
 * at most {@link #MOST_TRACES} traces, so that its cost does not grow with the traffic.
 */
@Singleton
public final class DrillDown {
    private static final int BOTTLENECKS = 5;
    private static final int TRACES_A_SIDE = 20;
    private static final int SLOWEST = 50;
    /** The traces that make the p95. */
    private static final int SLOW_PART = 20;

    private static final Duration LOOK_BACK = Duration.ofDays(14);

    /** What one analysis reads at most. */
    public static final int MOST_TRACES = BOTTLENECKS * 2 * TRACES_A_SIDE + SLOWEST;

    private final TraceRepository traces;

    DrillDown(TraceRepository traces) {
        this.traces = traces;
    }

    /** For use without injection. */
    public static DrillDown create() {
        return new DrillDown(new TraceRepository());
    }

    /**
     * The assessments with the growth and the share of the slowest traces added.
     *
     * @param ordered worst first
     * @param traceCount traces in the window; the slowest twentieth of them is looked at
     */
    public List<Assessment> enrich(Session session, List<Assessment> ordered, Period window, long traceCount) {
        int slow = Math.clamp(traceCount / SLOW_PART, 1, SLOWEST);
        Map<Dimension, Double> shares = PathShares.of(traces.read(session, traces.slowest(session, window, slow)));
        List<Assessment> enriched = new ArrayList<>(ordered.size());
        int grown = 0;
        for (Assessment assessment : ordered) {
            Assessment with = shares.isEmpty()
                    ? assessment
                    : assessment.withSlowShare(shares.getOrDefault(assessment.dimension(), 0.0));
            boolean search = assessment.isBottleneck() && assessment.since().isPresent() && grown++ < BOTTLENECKS;
            enriched.add(search ? with.withGrowth(growth(session, assessment, window.to())) : with);
        }
        return enriched;
    }

    private List<Growth> growth(Session session, Assessment assessment, Instant now) {
        Instant since = assessment.since().orElseThrow();
        Period before = new Period(since.minus(LOOK_BACK), since);
        Period after = new Period(since, now);
        return GrowthSearch.of(
                assessment.dimension(),
                traces.read(session, traces.exemplars(session, assessment.dimension(), before, TRACES_A_SIDE)),
                traces.read(session, traces.exemplars(session, assessment.dimension(), after, TRACES_A_SIDE)));
    }
}
