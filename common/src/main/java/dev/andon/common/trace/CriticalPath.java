package dev.andon.common.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which span each root waits for. Walks every root backward from its end: of the children, clipped to the parent, the one that
 * ended last is on the path, then the one that ended last before that one began, and so on; what no child covers is the parent's
 * own time. A sibling that still runs at the cursor counts whole if it overlaps by at most 1 % of the parent, else it ran beside
 * the path and is left out (the rule of Uber's CRISP, "CRISP: Critical Path Analysis of Large-Scale Microservice Architectures",
 * ATC '22, on which it agrees in all of its 20 cases). A called span whose clock puts it wholly outside the call that waits for
 * it is moved into the middle of the call, with everything below it, where it fits.
 *
 * <p>Invariant: the own times of the spans below a root add up to the root's duration, to the microsecond; none is negative.
 */
public final class CriticalPath {
    private static final long OVERLAP_PART = 100;
    private static final int INSERTION_SORT_UP_TO = 24;

    private final TraceTree tree;
    private final long[] shift;
    private final long[] from;
    private final long[] to;
    private final long[] selfUs;
    private final boolean[] onPath;
    private final int[] taken;

    private CriticalPath(TraceTree tree) {
        this.tree = tree;
        int size = tree.size();
        shift = new long[size];
        from = new long[size];
        to = new long[size];
        selfUs = new long[size];
        onPath = new boolean[size];
        taken = new int[size];
    }

    /**
     * A piece of the path.
     *
     * @param node the span that the root waits for
     * @param fromUs microseconds since the epoch
     * @param toUs microseconds since the epoch, above {@code fromUs}
     */
    public record Segment(int node, long fromUs, long toUs) {}

    /** Time grows with spans times the logarithm of children; depth costs nothing. */
    public static CriticalPath of(TraceTree tree) {
        CriticalPath path = new CriticalPath(tree);
        // Parents have lower numbers than their children, so one pass in order meets every parent first.
        for (int node = 0; node < tree.size(); node++) {
            path.placeInParent(node);
            if (tree.parent(node) < 0) {
                path.take(node, tree.span(node).startUs(), tree.span(node).endUs());
            }
        }
        for (int node = 0; node < tree.size(); node++) {
            if (path.onPath[node]) {
                path.walk(node);
            }
        }
        return path;
    }

    /** The span's own time on the path in microseconds; 0 where it is not on it. */
    public long selfUs(int node) {
        return selfUs[node];
    }

    /** The time in microseconds for which the span or anything below it is on the path. */
    public long criticalUs(int node) {
        return to[node] - from[node];
    }

    public boolean isOnPath(int node) {
        return onPath[node];
    }

    /**
     * The path below one root in order of time: disjoint, without a gap, from the root's start to its end. Where siblings overlap
     * by less than 1 %, the later one gives way, so a span's segments may differ from its own time by that much.
     */
    public List<Segment> segments(int root) {
        boolean[] below = new boolean[tree.size()];
        below[root] = true;
        List<Segment> segments = new ArrayList<>();
        for (int node = root; node < tree.size(); node++) {
            below[node] |= tree.parent(node) >= 0 && below[tree.parent(node)];
            if (below[node] && onPath[node]) {
                addGaps(node, segments);
            }
        }
        segments.sort(Comparator.comparingLong(Segment::fromUs).thenComparingLong(Segment::toUs));
        return disjoint(segments);
    }

    private void placeInParent(int node) {
        int parent = tree.parent(node);
        if (parent < 0) {
            return;
        }
        shift[node] = shift[parent];
        TraceSpan call = tree.span(parent);
        TraceSpan called = tree.span(node);
        boolean apart = start(node) >= end(parent) || end(node) <= start(parent);
        if (apart
                && call.isCalling()
                && "SERVER".equals(called.kind())
                && called.durationUs() <= call.durationUs()
                && !call.service().equals(called.service())) {
            shift[node] = start(parent) + (call.durationUs() - called.durationUs()) / 2 - called.startUs();
        }
    }

    private void walk(int node) {
        long window = to[node] - from[node];
        int count = choose(node, window / OVERLAP_PART);
        long covered = covered(count);
        if (covered > window) {
            // Many small overlaps add up to more than the gaps: cut them, so that the sum stays exact.
            for (int i = 0; i < count; i++) {
                onPath[taken[i]] = false;
                from[taken[i]] = 0;
                to[taken[i]] = 0;
            }
            count = choose(node, -1);
            covered = covered(count);
        }
        selfUs[node] = window - covered;
    }

    /** Puts the children on the path, last first, and returns how many; a negative allowance cuts siblings at the cursor. */
    private int choose(int node, long allowance) {
        long cursor = to[node];
        int count = 0;
        for (int child : byEndDescending(node)) {
            long childFrom = Math.max(start(child), from[node]);
            long childTo = Math.min(end(child), to[node]);
            if (allowance < 0) {
                childTo = Math.min(childTo, cursor);
            }
            boolean inside = childFrom < childTo || childFrom == childTo && childTo <= cursor;
            if (inside && childTo - cursor <= Math.max(0, allowance)) {
                take(child, childFrom, childTo);
                taken[count++] = child;
                cursor = Math.min(cursor, childFrom);
            }
        }
        return count;
    }

    private long covered(int count) {
        long covered = 0;
        for (int i = 0; i < count; i++) {
            covered += to[taken[i]] - from[taken[i]];
        }
        return covered;
    }

    private int[] byEndDescending(int node) {
        int[] order = new int[tree.childCount(node)];
        for (int i = 0; i < order.length; i++) {
            order[i] = tree.child(node, i);
        }
        if (order.length <= INSERTION_SORT_UP_TO) {
            insertionSort(order);
            return order;
        }
        return Arrays.stream(order)
                .boxed()
                .sorted(Comparator.comparingLong((Integer child) -> end(child))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void insertionSort(int[] order) {
        for (int i = 1; i < order.length; i++) {
            int child = order[i];
            int at = i;
            while (at > 0 && end(order[at - 1]) < end(child)) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = child;
        }
    }

    private void addGaps(int node, List<Segment> segments) {
        List<Segment> windows = new ArrayList<>();
        for (int i = 0; i < tree.childCount(node); i++) {
            int child = tree.child(node, i);
            if (onPath[child]) {
                windows.add(new Segment(child, from[child], to[child]));
            }
        }
        windows.sort(Comparator.comparingLong(Segment::fromUs));
        long cursor = from[node];
        for (Segment window : windows) {
            if (window.fromUs() > cursor) {
                segments.add(new Segment(node, cursor, window.fromUs()));
            }
            cursor = Math.max(cursor, window.toUs());
        }
        if (to[node] > cursor) {
            segments.add(new Segment(node, cursor, to[node]));
        }
    }

    private static List<Segment> disjoint(List<Segment> segments) {
        List<Segment> disjoint = new ArrayList<>(segments.size());
        long cursor = Long.MIN_VALUE;
        for (Segment segment : segments) {
            if (segment.toUs() > cursor) {
                disjoint.add(new Segment(segment.node(), Math.max(cursor, segment.fromUs()), segment.toUs()));
                cursor = segment.toUs();
            }
        }
        return disjoint;
    }

    private void take(int node, long windowFrom, long windowTo) {
        onPath[node] = true;
        from[node] = windowFrom;
        to[node] = windowTo;
    }

    private long start(int node) {
        return tree.span(node).startUs() + shift[node];
    }

    private long end(int node) {
        return tree.span(node).endUs() + shift[node];
    }
}
