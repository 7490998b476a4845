package dev.andon.monitor.compare;

import dev.andon.monitor.compare.TraceComparison.Difference;
import dev.andon.monitor.compare.TraceComparison.Node;
import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.format.Numbers;
import io.quarkus.qute.TemplateData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The answer a comparison opens with: which trace took longer, what makes the difference, what ran only in one. Pure.
 *
 * @param longer A took longer; false where B did or both took as long
 * @param causes what pulls the same way as the whole, most first; empty where both took as long
 * @param against what pulls the other way by at least a tenth of the difference; null where nothing does
 * @param where the place that has most of the difference; null where none has at least half
 * @param onlyA what only A ran
 * @param onlyB what only B ran
 */
@TemplateData
public record Answer(
        String headline, boolean longer, List<Cause> causes, Cause against, Place where, Only onlyA, Only onlyB) {
    private static final double AS_LONG = 0.01;
    private static final double WORTH_A_WORD = 0.1;
    private static final double MOST_OF_IT = 0.5;
    private static final int MOST_CAUSES = 3;
    private static final int MOST_NAMES = 3;
    private static final int DEEPEST = 5;

    /** One of both traces in words: what it is called, and how long its root took. */
    record Subject(String name, long durationUs) {}

    /**
     * A dimension and its part of the difference.
     *
     * @param share of the whole difference; above 1 where others pull the other way
     * @param moreMs how much more A waits for it, in milliseconds
     */
    @TemplateData
    public record Cause(
            Dimension dimension, double share, double moreMs, int callsA, int callsB, double aMs, double bMs) {

        private static Cause of(Difference<Dimension> difference, long wholeUs) {
            return new Cause(
                    difference.what(),
                    wholeUs == 0 ? 0 : (double) difference.selfUs() / wholeUs,
                    difference.selfUs() / 1000.0,
                    difference.a().spans(),
                    difference.b().spans(),
                    difference.a().selfUs() / 1000.0,
                    difference.b().selfUs() / 1000.0);
        }
    }

    /**
     * A place of both traces with its part of the difference.
     *
     * @param names from below the root down
     */
    @TemplateData
    public record Place(List<String> names, int spansA, int spansB, double aMs, double bMs) {

        /** The places above it: "GATE, attempt"; empty where it is right below the root. */
        public String above() {
            return String.join(", ", names.subList(0, names.size() - 1));
        }

        public String name() {
            return names.getLast();
        }
    }

    /**
     * What only one trace has.
     *
     * @param names the largest first, three at most
     * @param ms how much of its critical path they take
     */
    @TemplateData
    public record Only(int places, List<String> names, double ms) {

        /** Their names, and how many more there are. */
        public String words() {
            String all = String.join(", ", names);
            return places > names.size() ? all + " and " + Numbers.count((long) places - names.size()) + " more" : all;
        }
    }

    static Answer of(Subject a, Subject b, TraceComparison comparison) {
        long whole = comparison.differenceUs();
        boolean same = Math.abs(whole) < AS_LONG * Math.max(a.durationUs(), b.durationUs());
        List<Cause> all = comparison.differences(Dimension::of).stream()
                .map(difference -> Cause.of(difference, whole))
                .filter(cause -> Math.abs(cause.share()) >= WORTH_A_WORD)
                .toList();
        return new Answer(
                headline(a, b, same),
                !same && whole > 0,
                same
                        ? List.of()
                        : all.stream()
                                .filter(cause -> cause.share() > 0)
                                .limit(MOST_CAUSES)
                                .toList(),
                same
                        ? null
                        : all.stream()
                                .filter(cause -> cause.share() < 0)
                                .findFirst()
                                .orElse(null),
                same ? null : where(comparison.nodes(), whole),
                only(comparison.nodes(), true),
                only(comparison.nodes(), false));
    }

    private static String headline(Subject a, Subject b, boolean same) {
        String took = a.name() + " took " + Numbers.duration(a.durationUs() / 1000.0);
        double more = (a.durationUs() - b.durationUs()) / 1000.0;
        return same
                ? took + ", as long as " + b.name()
                : took + ", " + Numbers.duration(Math.abs(more)) + (more > 0 ? " longer than " : " less than ")
                        + b.name();
    }

    /** Goes down from the root, at most a few levels, as long as one place has at least half of the whole difference. */
    private static Place where(List<Node> nodes, long wholeUs) {
        List<String> names = new ArrayList<>();
        int at = 0;
        for (int level = 0; level < DEEPEST; level++) {
            int above = at;
            at = IntStream.range(0, nodes.size())
                    .filter(i -> nodes.get(i).parent() == above)
                    .filter(i -> (double) nodes.get(i).differenceUs() / wholeUs >= MOST_OF_IT)
                    .boxed()
                    .max(Comparator.comparingDouble(i -> (double) nodes.get(i).differenceUs() / wholeUs))
                    .orElse(above);
            if (at == above) {
                break;
            }
            names.add(nodes.get(at).key().name());
        }
        Node place = nodes.get(at);
        return at == 0
                ? null
                : new Place(
                        names,
                        place.a().spans(),
                        place.b().spans(),
                        place.a().criticalUs() / 1000.0,
                        place.b().criticalUs() / 1000.0);
    }

    /** Places below one that is missing as a whole are not counted again. */
    private static Only only(List<Node> nodes, boolean inA) {
        List<Node> missing = nodes.stream()
                .filter(node -> only(node, inA) && !only(nodes.get(node.parent()), inA))
                .sorted(Comparator.comparingLong((Node node) -> -critical(node, inA)))
                .toList();
        return new Only(
                missing.size(),
                missing.stream()
                        .map(node -> node.key().name())
                        .limit(MOST_NAMES)
                        .toList(),
                missing.stream().mapToLong(node -> critical(node, inA)).sum() / 1000.0);
    }

    private static boolean only(Node node, boolean inA) {
        return inA ? node.onlyInA() : node.onlyInB();
    }

    private static long critical(Node node, boolean inA) {
        return inA ? node.a().criticalUs() : node.b().criticalUs();
    }
}
