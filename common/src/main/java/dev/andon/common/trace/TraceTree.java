package dev.andon.common.trace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The spans of one trace as a forest that does not depend on the order of arrival. A span whose parent is missing is a root
 * ({@link #isOrphan}); a cycle is broken at its span that starts first; of two records of one span the longer one counts. A client
 * and a server half that share one span id, as Zipkin writes them, become parent and child, and the children of that id go to the
 * half of their own service, else to the server half. Children are in order of start. Spans are numbered 0 to size - 1 so that
 * every parent has a lower number than its children.
 */
public final class TraceTree {
    private static final int NONE = -1;
    private static final Comparator<TraceSpan> BY_START = Comparator.comparingLong(TraceSpan::startUs)
            .thenComparing(Comparator.comparingLong(TraceSpan::durationUs).reversed())
            .thenComparing(TraceSpan::spanId)
            .thenComparing(TraceSpan::kind)
            .thenComparing(TraceSpan::service)
            .thenComparing(TraceSpan::name);

    private final TraceSpan[] spans;
    private final int[] parents;
    private final int[] childrenFrom;
    private final int[] children;
    private final int[] roots;

    private TraceTree(TraceSpan[] spans, int[] parents) {
        this.spans = spans;
        this.parents = parents;
        childrenFrom = new int[spans.length + 1];
        int rootCount = 0;
        for (int parent : parents) {
            if (parent == NONE) {
                rootCount++;
            } else {
                childrenFrom[parent + 1]++;
            }
        }
        for (int i = 0; i < spans.length; i++) {
            childrenFrom[i + 1] += childrenFrom[i];
        }
        roots = new int[rootCount];
        children = new int[spans.length - rootCount];
        int[] filled = new int[spans.length];
        int filledRoots = 0;
        for (int i = 0; i < spans.length; i++) {
            if (parents[i] == NONE) {
                roots[filledRoots++] = i;
            } else {
                children[childrenFrom[parents[i]] + filled[parents[i]]++] = i;
            }
        }
    }

    /** Of the spans of one trace in any order. */
    public static TraceTree of(Collection<TraceSpan> unordered) {
        List<TraceSpan> sorted = new ArrayList<>(unordered);
        sorted.sort(BY_START);
        Map<String, List<Integer>> byId = HashMap.newHashMap(sorted.size());
        List<TraceSpan> kept = withoutSuperseded(sorted, byId);
        int[] parents = new int[kept.size()];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = parentOf(i, kept, byId);
        }
        breakCycles(parents);
        return renumbered(kept, parents);
    }

    public int size() {
        return spans.length;
    }

    public TraceSpan span(int node) {
        return spans[node];
    }

    /** The number of the parent, or -1 of a root. */
    public int parent(int node) {
        return parents[node];
    }

    public int childCount(int node) {
        return childrenFrom[node + 1] - childrenFrom[node];
    }

    /** The n-th child in order of start. */
    public int child(int node, int n) {
        return children[childrenFrom[node] + n];
    }

    public int rootCount() {
        return roots.length;
    }

    /** The n-th root in order of start. */
    public int root(int n) {
        return roots[n];
    }

    /** Whether the span names a parent that is not in the trace (or is in a cycle that was broken here). */
    public boolean isOrphan(int node) {
        return parents[node] == NONE && spans[node].parentId() != null;
    }

    /** The root that stands for the trace: the longest one without a parent id, else the longest; -1 of an empty trace. */
    public int mainRoot() {
        int best = NONE;
        for (int root : roots) {
            if (best == NONE || isBetterRoot(root, best)) {
                best = root;
            }
        }
        return best;
    }

    private boolean isBetterRoot(int candidate, int best) {
        if (isOrphan(candidate) != isOrphan(best)) {
            return isOrphan(best);
        }
        return spans[candidate].durationUs() > spans[best].durationUs();
    }

    private static List<TraceSpan> withoutSuperseded(List<TraceSpan> sorted, Map<String, List<Integer>> byId) {
        List<TraceSpan> kept = new ArrayList<>(sorted.size());
        for (TraceSpan span : sorted) {
            List<Integer> sameId = byId.get(span.spanId());
            if (sameId == null) {
                byId.put(span.spanId(), List.of(kept.size()));
                kept.add(span);
                continue;
            }
            int same = sameRecord(span, sameId, kept);
            if (same == NONE) {
                List<Integer> more = new ArrayList<>(sameId);
                more.add(kept.size());
                byId.put(span.spanId(), more);
                kept.add(span);
            } else if (span.durationUs() > kept.get(same).durationUs()) {
                kept.set(same, span);
            }
        }
        return kept;
    }

    private static int sameRecord(TraceSpan span, List<Integer> sameId, List<TraceSpan> kept) {
        for (int other : sameId) {
            TraceSpan candidate = kept.get(other);
            if (candidate.isCalled() == span.isCalled() && candidate.isCalling() == span.isCalling()) {
                return other;
            }
        }
        return NONE;
    }

    private static int parentOf(int node, List<TraceSpan> kept, Map<String, List<Integer>> byId) {
        TraceSpan span = kept.get(node);
        List<Integer> halves = byId.get(span.spanId());
        if (halves.size() > 1 && !span.isCalling()) {
            for (int half : halves) {
                if (kept.get(half).isCalling()) {
                    return half;
                }
            }
        }
        if (span.parentId() == null || span.parentId().equals(span.spanId())) {
            return NONE;
        }
        List<Integer> candidates = byId.get(span.parentId());
        return candidates == null ? NONE : halfFor(span, candidates, kept);
    }

    private static int halfFor(TraceSpan child, List<Integer> halves, List<TraceSpan> kept) {
        int best = halves.get(0);
        for (int half : halves) {
            TraceSpan candidate = kept.get(half);
            boolean sameService = candidate.service().equals(child.service());
            boolean bestSameService = kept.get(best).service().equals(child.service());
            if (sameService != bestSameService ? sameService : candidate.isCalled()) {
                best = half;
            }
        }
        return best;
    }

    /** Nodes are in order of start, so the first one of a cycle that a walk from lower numbers meets is the one to cut at. */
    private static void breakCycles(int[] parents) {
        int[] seenBy = new int[parents.length];
        for (int start = 0; start < parents.length; start++) {
            int node = start;
            while (node != NONE && seenBy[node] == 0) {
                seenBy[node] = start + 1;
                node = parents[node];
            }
            if (node != NONE && seenBy[node] == start + 1) {
                parents[firstOfCycle(node, parents)] = NONE;
            }
        }
    }

    private static int firstOfCycle(int member, int[] parents) {
        int first = member;
        for (int node = parents[member]; node != member; node = parents[node]) {
            first = Math.min(first, node);
        }
        return first;
    }

    private static TraceTree renumbered(List<TraceSpan> kept, int[] parents) {
        TraceTree byStart = new TraceTree(kept.toArray(TraceSpan[]::new), parents);
        int size = kept.size();
        int[] order = new int[size];
        int[] numberOf = new int[size];
        int filled = 0;
        for (int root : byStart.roots) {
            order[filled++] = root;
        }
        for (int next = 0; next < filled; next++) {
            int node = order[next];
            numberOf[node] = next;
            for (int i = 0; i < byStart.childCount(node); i++) {
                order[filled++] = byStart.child(node, i);
            }
        }
        TraceSpan[] spans = new TraceSpan[size];
        int[] newParents = new int[size];
        for (int i = 0; i < size; i++) {
            spans[i] = byStart.spans[order[i]];
            int parent = parents[order[i]];
            newParents[i] = parent == NONE ? NONE : numberOf[parent];
        }
        return new TraceTree(spans, newParents);
    }
}
