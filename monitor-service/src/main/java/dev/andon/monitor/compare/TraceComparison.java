package dev.andon.monitor.compare;

import dev.andon.common.trace.CriticalPath;
import dev.andon.common.trace.TraceSpan;
import dev.andon.common.trace.TraceTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Two traces laid over each other from their main roots down. Siblings of the same type, service and name are one node, so three
 * tries stand beside one; a node that only one trace has stays, empty on the other side. Pure; neither order of arrival nor the
 * depth of a trace matters, and time grows with spans.
 *
 * <p>Invariants: the self times of all differences of one side add up to the duration of its root, to the microsecond, so the
 * differences add up to the difference of the two; and what a node has on the critical path is its own time plus that of the nodes
 * below it.
 */
public final class TraceComparison {
    private static final Key ROOT = new Key("", "", "");

    private final Side a;
    private final Side b;
    private final List<Node> nodes;

    private TraceComparison(Side a, Side b) {
        this.a = a;
        this.b = b;
        this.nodes = List.copyOf(merged());
    }

    /** One of both traces; it has at least one span. */
    public record Side(TraceTree tree, CriticalPath path) {

        TraceSpan root() {
            return tree.span(tree.mainRoot());
        }
    }

    /** What makes siblings one node. */
    public record Key(String type, String service, String name) {

        private static Key of(TraceSpan span) {
            return new Key(span.type(), span.service(), span.name());
        }
    }

    /**
     * Sums over some spans of one trace.
     *
     * @param selfUs own time on the critical path
     * @param criticalUs time for which they or anything below them is on it
     */
    public record Times(int spans, int errors, long selfUs, long criticalUs) {
        static final Times NONE = new Times(0, 0, 0, 0);

        /** Both together. */
        Times plus(Times other) {
            return new Times(
                    spans + other.spans, errors + other.errors, selfUs + other.selfUs, criticalUs + other.criticalUs);
        }

        private Times plus(TraceSpan span, long self, long critical) {
            return new Times(spans + 1, errors + (span.error() ? 1 : 0), selfUs + self, criticalUs + critical);
        }
    }

    /**
     * Spans that stand at the same place of both traces.
     *
     * @param parent index of the node above in {@link #nodes}; -1 of the root
     * @param spansA their numbers in the tree of A; empty where only B has them
     */
    public record Node(Key key, int level, int parent, List<Integer> spansA, List<Integer> spansB, Times a, Times b) {

        /** How much longer it holds A up than B, with everything below it, in microseconds. */
        public long differenceUs() {
            return a.criticalUs() - b.criticalUs();
        }

        public boolean onlyInA() {
            return spansB.isEmpty();
        }

        public boolean onlyInB() {
            return spansA.isEmpty();
        }
    }

    /** What one dimension or operation takes in both. */
    public record Difference<K>(K what, Times a, Times b) {

        /** How much more of its own time A waits for, in microseconds. */
        public long selfUs() {
            return a.selfUs() - b.selfUs();
        }
    }

    /** Lays A over B. */
    public static TraceComparison of(Side a, Side b) {
        return new TraceComparison(a, b);
    }

    /** How much longer the root of A takes, in microseconds. */
    public long differenceUs() {
        return a.root().durationUs() - b.root().durationUs();
    }

    /** Every node, depth first, each before those below it; siblings in the order in which A, then B, comes to them. */
    public List<Node> nodes() {
        return nodes;
    }

    /** What each dimension or operation contributes, those that differ most first; {@code what} names that of a span. */
    public <K> List<Difference<K>> differences(Function<TraceSpan, K> what) {
        Map<K, Times> ofA = sums(a, what);
        Map<K, Times> ofB = sums(b, what);
        Set<K> all = new LinkedHashSet<>(ofA.keySet());
        all.addAll(ofB.keySet());
        List<Difference<K>> differences = new ArrayList<>();
        for (K key : all) {
            differences.add(
                    new Difference<>(key, ofA.getOrDefault(key, Times.NONE), ofB.getOrDefault(key, Times.NONE)));
        }
        differences.sort((one, other) -> Long.compare(Math.abs(other.selfUs()), Math.abs(one.selfUs())));
        return differences;
    }

    /** Spans below others of the same kind add nothing to the time on the path that these already have. */
    private static <K> Map<K, Times> sums(Side side, Function<TraceSpan, K> what) {
        Map<K, Times> sums = new LinkedHashMap<>();
        Map<K, Integer> open = new HashMap<>();
        Deque<Integer> pending = new ArrayDeque<>(List.of(side.tree().mainRoot()));
        while (!pending.isEmpty()) {
            int next = pending.pop();
            int node = next < 0 ? ~next : next;
            TraceSpan span = side.tree().span(node);
            K key = what.apply(span);
            if (next < 0) {
                open.merge(key, -1, Integer::sum);
                continue;
            }
            boolean outermost = open.merge(key, 1, Integer::sum) == 1;
            long critical = outermost ? side.path().criticalUs(node) : 0;
            sums.merge(key, Times.NONE.plus(span, side.path().selfUs(node), critical), Times::plus);
            pending.push(~node);
            for (int i = 0; i < side.tree().childCount(node); i++) {
                pending.push(side.tree().child(node, i));
            }
        }
        return sums;
    }

    private record Pending(Key key, int level, int parent, List<Integer> spansA, List<Integer> spansB) {}

    private List<Node> merged() {
        List<Node> done = new ArrayList<>();
        Deque<Pending> pending = new ArrayDeque<>();
        pending.push(new Pending(
                ROOT, 1, -1, List.of(a.tree().mainRoot()), List.of(b.tree().mainRoot())));
        while (!pending.isEmpty()) {
            Pending next = pending.pop();
            int index = done.size();
            Key key = next.key() == ROOT ? Key.of(a.root()) : next.key();
            done.add(new Node(
                    key,
                    next.level(),
                    next.parent(),
                    next.spansA(),
                    next.spansB(),
                    times(a, next.spansA()),
                    times(b, next.spansB())));
            Map<Key, List<Integer>> belowA = below(a, next.spansA());
            Map<Key, List<Integer>> belowB = below(b, next.spansB());
            for (Key child : inOrder(belowA.keySet(), belowB.keySet()).reversed()) {
                pending.push(new Pending(
                        child,
                        next.level() + 1,
                        index,
                        belowA.getOrDefault(child, List.of()),
                        belowB.getOrDefault(child, List.of())));
            }
        }
        return done;
    }

    private static Map<Key, List<Integer>> below(Side side, List<Integer> spans) {
        Map<Key, List<Integer>> below = new LinkedHashMap<>();
        for (int span : spans) {
            for (int i = 0; i < side.tree().childCount(span); i++) {
                int child = side.tree().child(span, i);
                below.computeIfAbsent(Key.of(side.tree().span(child)), key -> new ArrayList<>())
                        .add(child);
            }
        }
        return below;
    }

    /** The keys of A in their order; those that only B has follow the one they follow in B. */
    private static List<Key> inOrder(Set<Key> keysA, Set<Key> keysB) {
        Map<Key, List<Key>> following = new HashMap<>();
        Key last = ROOT;
        for (Key key : keysB) {
            if (keysA.contains(key)) {
                last = key;
            } else {
                following.computeIfAbsent(last, known -> new ArrayList<>()).add(key);
            }
        }
        List<Key> order = new ArrayList<>(following.getOrDefault(ROOT, List.of()));
        for (Key key : keysA) {
            order.add(key);
            order.addAll(following.getOrDefault(key, List.of()));
        }
        return order;
    }

    private static Times times(Side side, List<Integer> spans) {
        Times times = Times.NONE;
        for (int span : spans) {
            times = times.plus(
                    side.tree().span(span),
                    side.path().selfUs(span),
                    side.path().criticalUs(span));
        }
        return times;
    }
}
