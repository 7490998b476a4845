package dev.andon.monitor.compare;

import dev.andon.common.trace.TraceSpan;
import dev.andon.monitor.compare.TraceComparison.Difference;
import dev.andon.monitor.compare.TraceComparison.Times;
import dev.andon.monitor.dimension.Dimension;
import io.quarkus.qute.TemplateData;
import java.util.List;
import java.util.function.Function;

/**
 * What makes the difference, as a table whose last lines add up to the whole. Pure.
 *
 * @param rows those that differ most
 * @param rest all others together; null where there are none
 */
@TemplateData
public record Differences(List<Row> rows, Row rest, Row whole) {
    private static final int MOST = 12;

    /**
     * One line; times are own time on the critical path and time with what is below, in milliseconds.
     *
     * @param dimension null of the lines that add up
     * @param bar where the bar of the difference lies on its track
     */
    @TemplateData
    public record Row(
            Dimension dimension,
            int count,
            int spansA,
            int spansB,
            double selfA,
            double selfB,
            double criticalA,
            double criticalB,
            Bar bar) {

        /** How much more of its own time A waits for. */
        public double more() {
            return selfA - selfB;
        }

        /** How much longer it is on the critical path of A, with what is below. */
        public double moreCritical() {
            return criticalA - criticalB;
        }
    }

    /**
     * A bar to the right of the middle where A takes longer, to the left where B does; in percent of the track.
     */
    @TemplateData
    public record Bar(double left, double width, boolean longer) {

        static Bar of(long differenceUs, long mostUs) {
            double half = mostUs == 0 ? 0 : Math.round(500.0 * differenceUs / mostUs) / 10.0;
            return new Bar(half < 0 ? 50 + half : 50, Math.abs(half), half > 0);
        }
    }

    static Differences of(TraceComparison comparison, Function<TraceSpan, Dimension> what) {
        List<Difference<Dimension>> all = comparison.differences(what);
        long most = all.isEmpty() ? 0 : Math.abs(all.getFirst().selfUs());
        int shown = all.size() <= MOST + 1 ? all.size() : MOST;
        List<Row> rows = all.subList(0, shown).stream()
                .map(difference -> row(difference.what(), List.of(difference), most))
                .toList();
        List<Difference<Dimension>> others = all.subList(shown, all.size());
        return new Differences(rows, others.isEmpty() ? null : row(null, others, most), row(null, all, 0));
    }

    private static Row row(Dimension dimension, List<Difference<Dimension>> differences, long mostUs) {
        Times a = Times.NONE;
        Times b = Times.NONE;
        for (Difference<Dimension> difference : differences) {
            a = a.plus(difference.a());
            b = b.plus(difference.b());
        }
        return new Row(
                dimension,
                differences.size(),
                a.spans(),
                b.spans(),
                a.selfUs() / 1000.0,
                b.selfUs() / 1000.0,
                a.criticalUs() / 1000.0,
                b.criticalUs() / 1000.0,
                Bar.of(Math.clamp(a.selfUs() - b.selfUs(), -mostUs, mostUs), mostUs));
    }
}
