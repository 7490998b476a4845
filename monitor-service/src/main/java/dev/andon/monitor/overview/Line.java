package dev.andon.monitor.overview;

import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.dimension.RollupRepository.Total;
import io.quarkus.qute.TemplateData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The line: the stations an execution comes to, in order, each as wide as its share of the critical path.
 *
 * @param nowMs mean critical path of an execution
 * @param beforeMs the same a range earlier; null where nothing ran
 */
@TemplateData
public record Line(List<Station> stations, double nowMs, Double beforeMs) {
    private static final double TINY_SHARE = 0.045;
    private static final int MOST_STATIONS = 14;

    /**
     * One station.
     *
     * @param nowMs mean time of a run on the critical path
     * @param beforeMs the same a range earlier; null where it was not seen
     * @param weight how wide it is
     * @param weightBefore how wide it was; 0 where it was not seen
     */
    @TemplateData
    public record Station(
            Dimension dimension, double nowMs, Double beforeMs, double weight, double weightBefore, boolean tiny) {

        /** How much longer a run takes than before; null where that is not known or next to nothing. */
        public Double grownMs() {
            return beforeMs == null || Math.abs(nowMs - beforeMs) < nowMs * 0.02 ? null : nowMs - beforeMs;
        }
    }

    /** Puts totals into the order of the line; empty where there are fewer than two stations. */
    public static Optional<Line> of(List<Dimension> order, List<Total> now, List<Total> before) {
        Map<Dimension, Total> current = byDimension(now);
        Map<Dimension, Total> earlier = byDimension(before);
        List<Dimension> seen = order.stream()
                .distinct()
                .filter(current::containsKey)
                .limit(MOST_STATIONS)
                .toList();
        if (seen.size() < 2) {
            return Optional.empty();
        }
        double sum = criticalUs(seen, current);
        double sumBefore = criticalUs(seen, earlier);
        List<Station> stations = seen.stream()
                .map(dimension -> station(current.get(dimension), sum, earlier.get(dimension), sumBefore))
                .toList();
        return Optional.of(new Line(
                stations,
                sum / 1000 / executions(seen, current),
                sumBefore == 0 ? null : (Double) (sumBefore / 1000 / executions(seen, earlier))));
    }

    /** {@code was} is null where it was not seen before. */
    private static Station station(Total total, double sum, Total was, double sumBefore) {
        double share = sum == 0 ? 0 : total.criticalUs() / sum;
        return new Station(
                total.dimension(),
                mean(total),
                was == null ? null : (Double) mean(was),
                Math.max(0.4, percent(share)),
                was == null || sumBefore == 0 ? 0 : percent(was.criticalUs() / sumBefore),
                share < TINY_SHARE);
    }

    /** How long the thin bar of before is against that of now, in percent. */
    public double beforeWidth() {
        return beforeMs == null || nowMs == 0 ? 0 : Math.min(100, percent(beforeMs / nowMs));
    }

    private static double criticalUs(List<Dimension> stations, Map<Dimension, Total> totals) {
        return stations.stream()
                .filter(totals::containsKey)
                .mapToDouble(dimension -> totals.get(dimension).criticalUs())
                .sum();
    }

    /** About as many as came to the station that most come to. */
    private static double executions(List<Dimension> stations, Map<Dimension, Total> totals) {
        return stations.stream()
                .filter(totals::containsKey)
                .mapToLong(dimension -> totals.get(dimension).samples())
                .max()
                .orElse(1);
    }

    private static double percent(double share) {
        return Math.round(share * 1000) / 10.0;
    }

    private static double mean(Total total) {
        return total.samples() == 0 ? 0 : total.criticalUs() / 1000.0 / total.samples();
    }

    private static Map<Dimension, Total> byDimension(List<Total> totals) {
        return totals.stream().collect(Collectors.toMap(Total::dimension, Function.identity(), (one, other) -> one));
    }
}
