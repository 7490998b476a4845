package dev.andon.monitor.waterfall;

import dev.andon.common.trace.CriticalPath;
import dev.andon.common.trace.TraceSpan;
import dev.andon.common.trace.TraceTree;
import dev.andon.monitor.dimension.SpanType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The spans of one trace in reading order, depth first, with the critical path. Runs of many small spans start folded in large
 * traces. Pure and immutable; numbers of spans are those of the {@link TraceTree}.
 */
public final class Waterfall {
    /** From this size on, runs of small spans start folded. */
    public static final int FOLD_FROM = 60;

    private static final int FOLD_CHILDREN = 12;
    private static final double SMALL_SHARE = 0.02;

    private final TraceTree tree;
    private final CriticalPath path;
    private final int[] order;
    private final int[] place;
    private final int[] depth;
    private final int[] size;
    private final BitSet foldedAtFirst = new BitSet();
    private final Map<Integer, List<CriticalPath.Segment>> segments = new HashMap<>();
    private final Set<String> sharedIds = new HashSet<>();
    private final long startUs;
    private final long endUs;

    private Waterfall(TraceTree tree) {
        this.tree = tree;
        this.path = CriticalPath.of(tree);
        int count = tree.size();
        order = new int[count];
        place = new int[count];
        depth = new int[count];
        size = new int[count];
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        Set<String> ids = new HashSet<>();
        for (int node = 0; node < count; node++) {
            start = Math.min(start, tree.span(node).startUs());
            end = Math.max(end, tree.span(node).endUs());
            if (!ids.add(tree.span(node).spanId())) {
                sharedIds.add(tree.span(node).spanId());
            }
        }
        startUs = start;
        endUs = Math.max(end, start + 1);
        number();
        fold();
        for (int i = 0; i < tree.rootCount(); i++) {
            path.segments(tree.root(i))
                    .forEach(s -> segments.computeIfAbsent(s.node(), key -> new ArrayList<>())
                            .add(s));
        }
    }

    /** Of the spans of one trace; there is at least one. */
    public static Waterfall of(Collection<TraceSpan> spans) {
        return new Waterfall(TraceTree.of(spans));
    }

    private void number() {
        int[] stack = new int[tree.size()];
        int top = 0;
        for (int i = tree.rootCount() - 1; i >= 0; i--) {
            stack[top++] = tree.root(i);
        }
        int next = 0;
        while (top > 0) {
            int node = stack[--top];
            place[node] = next;
            order[next++] = node;
            depth[node] = tree.parent(node) < 0 ? 0 : depth[tree.parent(node)] + 1;
            for (int i = tree.childCount(node) - 1; i >= 0; i--) {
                stack[top++] = tree.child(node, i);
            }
        }
        Arrays.fill(size, 1);
        for (int i = next - 1; i >= 0; i--) {
            int parent = tree.parent(order[i]);
            if (parent >= 0) {
                size[parent] += size[order[i]];
            }
        }
    }

    private void fold() {
        if (tree.size() < FOLD_FROM) {
            return;
        }
        for (int node = 0; node < tree.size(); node++) {
            if (tree.childCount(node) >= FOLD_CHILDREN
                    && size[node] == tree.childCount(node) + 1
                    && smallInside(node)) {
                foldedAtFirst.set(node);
            }
        }
    }

    private boolean smallInside(int node) {
        double small = (endUs - startUs) * SMALL_SHARE;
        for (int i = 0; i < tree.childCount(node); i++) {
            if (tree.span(tree.child(node, i)).durationUs() > small) {
                return false;
            }
        }
        return true;
    }

    public int size() {
        return tree.size();
    }

    public TraceTree tree() {
        return tree;
    }

    public CriticalPath path() {
        return path;
    }

    public long startUs() {
        return startUs;
    }

    public long durationUs() {
        return endUs - startUs;
    }

    /** The longest way from a root down, in spans. */
    public int depth() {
        return Arrays.stream(depth).max().orElse(0) + 1;
    }

    /** How many rows start folded. */
    public int foldedRows() {
        return foldedAtFirst.cardinality();
    }

    /** The span an address names; -1 where there is none. */
    public int find(String ref) {
        for (int node : order) {
            if (ref(node).equals(ref) || tree.span(node).spanId().equals(ref)) {
                return node;
            }
        }
        return -1;
    }

    /** How the address names a span: its id, with its start where spans share the id. */
    public String ref(int node) {
        TraceSpan span = tree.span(node);
        return sharedIds.contains(span.spanId()) ? span.spanId() + "~" + span.startUs() : span.spanId();
    }

    /** The position of a span in reading order, when nothing is folded. */
    public int place(int node) {
        return place[node];
    }

    /**
     * Rows in reading order: of the whole trace, or below one span.
     *
     * @param under -1 for the whole trace
     * @param unfolded whether even runs of small spans are shown
     * @param shown a span that must not be hidden, with what is above it open; -1 for none
     * @param from how many rows to leave out
     */
    public List<SpanRow> rows(int under, boolean unfolded, int shown, int from, int limit) {
        BitSet closed = unfolded ? new BitSet() : (BitSet) foldedAtFirst.clone();
        for (int node = shown < 0 ? -1 : tree.parent(shown); node >= 0; node = tree.parent(node)) {
            closed.clear(node);
        }
        int at = 0;
        int end = tree.size();
        if (under >= 0) {
            at = place[under] + 1;
            end = place[under] + size[under];
        }
        List<SpanRow> rows = new ArrayList<>();
        int seen = 0;
        while (at < end && rows.size() < limit) {
            int node = order[at];
            boolean open = !closed.get(node);
            if (seen++ >= from) {
                rows.add(row(node, open));
            }
            at += open ? 1 : size[node];
        }
        return rows;
    }

    private SpanRow row(int node, boolean open) {
        TraceSpan span = tree.span(node);
        boolean parent = tree.childCount(node) > 0;
        boolean holds = parent && !open;
        List<CriticalPath.Segment> critical = new ArrayList<>(segments.getOrDefault(node, List.of()));
        List<SpanRow.Piece> parts = new ArrayList<>();
        SpanRow.Piece bar = piece(span.startUs(), span.endUs(), "k-" + span.type());
        if (holds) {
            for (int i = 0; i < tree.childCount(node); i++) {
                TraceSpan child = tree.span(tree.child(node, i));
                critical.addAll(segments.getOrDefault(tree.child(node, i), List.of()));
                parts.add(piece(child.startUs(), child.endUs(), "k-" + child.type() + " self-part"));
            }
            critical.sort((one, other) -> Long.compare(one.fromUs(), other.fromUs()));
        } else if (parent) {
            critical.forEach(
                    segment -> parts.add(piece(segment.fromUs(), segment.toUs(), "k-" + span.type() + " self-part")));
        }
        return new SpanRow(
                node,
                ref(node),
                new SpanType(span.type()),
                span.name(),
                note(node, holds),
                depth[node] + 1,
                parent,
                open,
                size[node] - 1,
                span.error(),
                span.durationUs(),
                path.selfUs(node) > 0 ? (Long) path.selfUs(node) : null,
                parent ? bar : new SpanRow.Piece(bar.left(), bar.width(), bar.css() + " self-part"),
                SpanRow.Piece.joined(parts),
                SpanRow.Piece.joined(critical.stream()
                        .map(s -> piece(s.fromUs(), s.toUs(), ""))
                        .toList()));
    }

    private String note(int node, boolean holds) {
        TraceSpan span = tree.span(node);
        if (holds) {
            int errors = 0;
            for (int i = 0; i < tree.childCount(node); i++) {
                errors += tree.span(tree.child(node, i)).error() ? 1 : 0;
            }
            String inside = (size[node] - 1) + " inside";
            return errors == 0 ? inside : inside + ", " + errors + (errors == 1 ? " error" : " errors");
        }
        int parent = tree.parent(node);
        if (parent < 0) {
            return tree.isOrphan(node) ? "parent missing" : span.service();
        }
        return tree.span(parent).service().equals(span.service()) ? "" : span.service();
    }

    private SpanRow.Piece piece(long fromUs, long toUs, String css) {
        double all = endUs - startUs;
        return new SpanRow.Piece((fromUs - startUs) / all * 100, (toUs - fromUs) / all * 100, css);
    }
}
