package dev.andon.monitor.compare;

import dev.andon.monitor.chart.Axis;
import dev.andon.monitor.compare.TraceComparison.Node;
import dev.andon.monitor.dimension.SpanType;
import dev.andon.monitor.waterfall.LoadedTrace;
import dev.andon.monitor.waterfall.SpanRow.Piece;
import dev.andon.monitor.waterfall.Waterfall;
import io.quarkus.qute.TemplateData;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Both traces place by place on one axis, from the start of each. Where there are many places, those that differ most are shown, with
 * what is above them. Pure.
 *
 * @param ticks of the axis; values are shares of its length in percent
 */
@TemplateData
public record Structure(List<Row> rows, int places, List<Axis.Tick> ticks) {
    /** Places shown unless all are asked for, and then. */
    static final int SOME = 60;

    private static final int ALL = 1_000;

    /**
     * One place.
     *
     * @param service empty where it is that of the place above
     * @param href the page of the trace with its first span picked
     * @param only A or B where only one trace has it, else empty
     * @param criticalA milliseconds on the critical path of A, with what is below; null where A does not have it
     */
    @TemplateData
    public record Row(
            SpanType type,
            String name,
            String service,
            int level,
            String href,
            String only,
            int spansA,
            int spansB,
            Double criticalA,
            Double criticalB,
            double more,
            Differences.Bar bar,
            List<Piece> pieces) {

        /** How often it ran, where that is more than once: "3 ×", "3 × and 1 ×". */
        public String times() {
            if (Math.max(spansA, spansB) <= 1) {
                return "";
            }
            return spansA == spansB || !only.isEmpty()
                    ? Math.max(spansA, spansB) + "\u00a0×"
                    : spansA + "\u00a0× and " + spansB + "\u00a0×";
        }

        /** It holds neither trace up. */
        public boolean off() {
            return (criticalA == null || criticalA == 0) && (criticalB == null || criticalB == 0);
        }
    }

    static Structure of(LoadedTrace a, LoadedTrace b, TraceComparison comparison, boolean all) {
        List<Node> nodes = comparison.nodes();
        BitSet shown = shown(nodes, all ? ALL : SOME);
        long most = nodes.stream()
                .mapToLong(node -> Math.abs(node.differenceUs()))
                .max()
                .orElse(0);
        long length = Math.max(1, Math.max(a.root().durationUs(), b.root().durationUs()));
        Lanes lanes = new Lanes(a, b, length);
        List<Row> rows = new ArrayList<>();
        shown.stream().forEach(index -> rows.add(lanes.row(nodes, nodes.get(index), most)));
        return new Structure(rows, nodes.size(), ticks(length / 1000.0));
    }

    /** Those that differ most, then those that take longest, and whatever is above them. */
    private static BitSet shown(List<Node> nodes, int most) {
        Comparator<Integer> order = Comparator.comparingLong(
                        (Integer i) -> -Math.abs(nodes.get(i).differenceUs()))
                .thenComparingLong(i -> -Math.max(
                        nodes.get(i).a().criticalUs(), nodes.get(i).b().criticalUs()))
                .thenComparing(Comparator.naturalOrder());
        BitSet shown = new BitSet();
        List<Integer> byDifference =
                IntStream.range(0, nodes.size()).boxed().sorted(order).toList();
        for (int index : byDifference) {
            if (shown.cardinality() >= most) {
                break;
            }
            for (int node = index;
                    node >= 0 && !shown.get(node);
                    node = nodes.get(node).parent()) {
                shown.set(node);
            }
        }
        return shown;
    }

    private static List<Axis.Tick> ticks(double lengthMs) {
        return Axis.ofDuration(lengthMs, 6.5).ticks().stream()
                .filter(tick -> tick.value() < lengthMs * 0.97)
                .map(tick -> new Axis.Tick(Math.round(tick.value() / lengthMs * 10_000) / 100.0, tick.text()))
                .toList();
    }

    /** The two traces as lanes of one length. */
    private record Lanes(LoadedTrace a, LoadedTrace b, long lengthUs) {

        Row row(List<Node> nodes, Node node, long mostUs) {
            String above =
                    node.parent() < 0 ? "" : nodes.get(node.parent()).key().service();
            return new Row(
                    new SpanType(node.key().type()),
                    node.key().name(),
                    above.equals(node.key().service()) ? "" : node.key().service(),
                    node.level(),
                    node.onlyInB()
                            ? href(b, node.spansB().getFirst())
                            : href(a, node.spansA().getFirst()),
                    node.onlyInA() ? "A" : node.onlyInB() ? "B" : "",
                    node.a().spans(),
                    node.b().spans(),
                    node.onlyInB() ? null : (Double) (node.a().criticalUs() / 1000.0),
                    node.onlyInA() ? null : (Double) (node.b().criticalUs() / 1000.0),
                    node.differenceUs() / 1000.0,
                    Differences.Bar.of(node.differenceUs(), mostUs),
                    Stream.concat(
                                    pieces(a, node.spansA(), "k-" + node.key().type()).stream(),
                                    pieces(b, node.spansB(), "b").stream())
                            .toList());
        }

        private static String href(LoadedTrace trace, int span) {
            return "/traces/" + trace.traceId() + "?span=" + trace.waterfall().ref(span) + "#span";
        }

        private List<Piece> pieces(LoadedTrace trace, List<Integer> spans, String css) {
            Waterfall waterfall = trace.waterfall();
            long start = trace.root().startUs();
            return Piece.joined(spans.stream()
                    .map(span -> {
                        boolean waits = waterfall.tree().childCount(span) > 0;
                        double left = (waterfall.tree().span(span).startUs() - start) * 100.0 / lengthUs;
                        double width = waterfall.tree().span(span).durationUs() * 100.0 / lengthUs;
                        double from = Math.clamp(left, 0, 100);
                        return new Piece(
                                from, Math.clamp(left + width - from, 0, 100 - from), waits ? css + " wait" : css);
                    })
                    .toList());
        }
    }
}
