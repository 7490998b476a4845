package dev.andon.analyzer.bottleneck;

import dev.andon.analyzer.baseline.HourlyMedian;
import dev.andon.analyzer.baseline.LearnedBaseline;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges dimensions. One with a threshold is judged by the samples of the whole window; one without is compared with its learned
 * baseline and judged by the last 24 hours, so that a change shows within hours. Bottlenecks come in the order of their impact.
 *
 * @param window the hours looked at
 * @param rootUs end-to-end time of all traces in the window, in microseconds
 * @param recentRootUs the same of its last 24 hours
 */
public record Assessor(Period window, double rootUs, double recentRootUs) {
    /** Worst first. */
    public static final Comparator<Assessment> BY_IMPACT = Comparator.comparingDouble(Assessment::impactMs)
            .thenComparingDouble(assessment -> Double.isNaN(assessment.ratio()) ? 0 : assessment.ratio())
            .reversed()
            .thenComparing(assessment -> assessment.dimension().toString());

    /**
     * Judges one dimension.
     *
     * @param set the threshold that a person set or switched off; empty where there is none
     */
    public Assessment assess(DimensionHistory history, Optional<Limit> set) {
        Limit limit = set.orElseGet(() -> learn(history));
        boolean learned = set.isEmpty();
        List<HourRollup> hours = learned ? history.in(window.recent()) : history.window();
        Evidence evidence = Evidence.of(hours);
        MedianVerdict verdict =
                MedianVerdict.of(evidence.durations(), limit, history.previous().above());
        Optional<Instant> since = verdict.state() == DimensionState.ABOVE ? since(history, learned) : Optional.empty();
        double excess = limit.known() ? Math.max(0, verdict.p50Ms() - limit.baselineMs()) : 0;
        double root = learned ? recentRootUs : rootUs;
        return new Assessment(
                history.dimension(),
                limit,
                verdict,
                evidence,
                excess,
                excess * slowSamples(history, evidence, since) * evidence.criticalShare(),
                root == 0 ? 0 : Math.min(1, evidence.criticalUs() / root),
                Double.NaN,
                since,
                DimensionHistory.exemplars(
                        since.map(start -> from(hours, start)).orElse(hours)),
                List.of());
    }

    private Limit learn(DimensionHistory history) {
        Period recent = window.recent();
        // A slow time must not teach that slow is normal: while a finding lasts, only what came before it counts.
        Instant slowSince = history.previous().above() ? history.previous().since() : null;
        Instant end = slowSince != null && slowSince.isBefore(recent.from()) ? slowSince : recent.from();
        List<HourlyMedian> past = history.mediansIn(hour -> hour.isBefore(end));
        return LearnedBaseline.learn(past, history.mediansIn(recent::contains))
                .map(learned -> Limit.learned(learned.baselineMs(), learned.multiplier()))
                .orElse(Limit.NONE);
    }

    /** What the last analysis said stays, so that the answer does not move while the finding lasts. */
    private Optional<Instant> since(DimensionHistory history, boolean learned) {
        if (history.previous().above() && history.previous().since() != null) {
            return Optional.of(history.previous().since());
        }
        Optional<Instant> found = ChangePoint.of(history.medians());
        return found.isEmpty() && learned ? Optional.of(window.recent().from()) : found;
    }

    /** A learned finding is judged by a day; what it cost is counted from its beginning, as far as the window reaches. */
    private static long slowSamples(DimensionHistory history, Evidence judged, Optional<Instant> since) {
        long sinceThen = since.stream()
                .flatMap(start -> from(history.window(), start).stream())
                .mapToLong(HourRollup::samples)
                .sum();
        return Math.max(judged.samples(), sinceThen);
    }

    private static List<HourRollup> from(List<HourRollup> hours, Instant start) {
        List<HourRollup> later =
                hours.stream().filter(hour -> !hour.hour().isBefore(start)).toList();
        return later.isEmpty() ? hours : later;
    }

    /** Bottlenecks of those judged, worst first. */
    public static List<Assessment> bottlenecks(List<Assessment> assessments) {
        return ranked(assessments.stream().filter(Assessment::isBottleneck));
    }

    /** Every dimension: bottlenecks by impact, then the others by how near they are to their limit. */
    public static List<Assessment> all(List<Assessment> assessments) {
        Comparator<Assessment> byNearness = Comparator.comparing(Assessment::state)
                .thenComparing(Assessor::nearness, Comparator.reverseOrder())
                .thenComparing(assessment -> assessment.dimension().toString());
        return Stream.concat(
                        bottlenecks(assessments).stream(),
                        assessments.stream()
                                .filter(assessment -> !assessment.isBottleneck())
                                .sorted(byNearness))
                .toList();
    }

    private static double nearness(Assessment assessment) {
        return assessment.limit().known()
                ? assessment.verdict().p50Ms() / assessment.limit().thresholdMs()
                : 0;
    }

    private static List<Assessment> ranked(Stream<Assessment> assessments) {
        return assessments.sorted(BY_IMPACT).toList();
    }
}
