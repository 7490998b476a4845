package dev.andon.analyzer.rollup;

import dev.andon.analyzer.rollup.DimensionTally.Sample;
import dev.andon.common.trace.CriticalPath;
import dev.andon.common.trace.SdTypes;
import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import dev.andon.common.trace.TraceTree;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * What one trace puts into the rollups: a pure function of its spans that does not depend on their order, so that a trace can be
 * taken out again exactly. Whoever changes what it returns raises {@link #VERSION}, and the rollups are made anew.
 *
 * <p>The own times of the samples of one dimension type are disjoint: each span's own time on the critical path goes to the
 * nearest sample of that type above it. So shares of a type add up to at most the whole.
 */
public final class TraceContributions {
    /** Of the function; stored with the watermark. */
    public static final int VERSION = 2;

    private static final long HOUR_US = 3_600_000_000L;

    private final TraceTree tree;
    private final CriticalPath path;
    private final long hour;

    private TraceContributions(TraceTree tree, CriticalPath path, long hour) {
        this.tree = tree;
        this.path = path;
        this.hour = hour;
    }

    /** Receives every sample of a trace. */
    interface Visitor {
        void dimension(DimensionKey key, Sample sample);

        void call(CallKey key, long selfUs);
    }

    /** Of one trace with at least one span. */
    public static TraceContributions of(Collection<TraceSpan> spans) {
        long start = Long.MAX_VALUE;
        for (TraceSpan span : spans) {
            start = Math.min(start, span.startUs());
        }
        TraceTree tree = TraceTree.of(spans);
        return new TraceContributions(tree, CriticalPath.of(tree), Math.floorDiv(start, HOUR_US) * 3600);
    }

    public TraceTree tree() {
        return tree;
    }

    /** Seconds since the epoch at which the hour of the trace's first start begins. */
    public long hour() {
        return hour;
    }

    String traceId() {
        return tree.span(0).traceId();
    }

    void visit(Visitor visitor) {
        for (int node = 0; node < tree.size(); node++) {
            TraceSpan span = tree.span(node);
            visitor.dimension(
                    new DimensionKey(hour, "operation", span.service() + " " + span.name()),
                    sample(node, path.selfUs(node)));
            visitor.call(callKey(node), path.selfUs(node));
        }
        visitOwners(visitor, "service", this::isEntry, node -> tree.span(node).service());
        if (hasDimensions()) {
            visitTyped(visitor);
        }
    }

    private void visitTyped(Visitor visitor) {
        visitType(visitor, "phase", "phase", SpanDimensions::phase);
        visitType(visitor, "gate", "gate", SpanDimensions::gate);
        visitType(visitor, "subagent", "subagent", SpanDimensions::subagent);
        visitType(visitor, "tool", "tool", SpanDimensions::tool);
        visitType(visitor, "model", "llm", SpanDimensions::model);
        SdTypes sdTypes = SdTypes.of(tree);
        visitOwners(
                visitor,
                "gate+sd_type",
                node -> is(node, "gate", SpanDimensions::gate) && sdTypes.at(node) != null,
                node -> tree.span(node).dimensions().gate() + "+" + sdTypes.at(node));
        visitOwners(
                visitor,
                "sd_type",
                sdTypes::isWorkItem,
                node -> tree.span(node).dimensions().sdType());
    }

    private void visitType(
            Visitor visitor, String dimension, String spanType, Function<SpanDimensions, String> column) {
        visitOwners(
                visitor,
                dimension,
                node -> is(node, spanType, column),
                node -> column.apply(tree.span(node).dimensions()));
    }

    /** Gives each span's own time to the nearest sample of the type at or above it. */
    private void visitOwners(Visitor visitor, String dimension, IntPredicate isSample, IntFunction<String> key) {
        int[] owner = new int[tree.size()];
        long[] selfUs = new long[tree.size()];
        boolean any = false;
        for (int node = 0; node < owner.length; node++) {
            boolean sample = isSample.test(node);
            any |= sample;
            owner[node] = sample ? node : tree.parent(node) < 0 ? -1 : owner[tree.parent(node)];
            if (owner[node] >= 0) {
                selfUs[owner[node]] += path.selfUs(node);
            }
        }
        for (int node = 0; any && node < owner.length; node++) {
            if (owner[node] == node) {
                visitor.dimension(new DimensionKey(hour, dimension, key.apply(node)), sample(node, selfUs[node]));
            }
        }
    }

    private CallKey callKey(int node) {
        TraceSpan span = tree.span(node);
        String callee = tree.childCount(node) > 0 ? onlyCallee(node) : blindCallee(span);
        return callee == null
                ? CallKey.own(hour, span.service(), span.name())
                : CallKey.edge(hour, span.service(), callee, span.name());
    }

    /** The one other service that all children are in; null where there is none such. */
    private String onlyCallee(int node) {
        String callee = tree.span(tree.child(node, 0)).service();
        for (int i = 1; i < tree.childCount(node); i++) {
            if (!callee.equals(tree.span(tree.child(node, i)).service())) {
                return null;
            }
        }
        return callee.equals(tree.span(node).service()) ? null : callee;
    }

    private static String blindCallee(TraceSpan span) {
        boolean names = "CLIENT".equals(span.kind()) && span.dimensions().peerService() != null;
        return names && !span.dimensions().peerService().equals(span.service())
                ? span.dimensions().peerService()
                : null;
    }

    private boolean isEntry(int node) {
        int parent = tree.parent(node);
        return parent < 0 || !tree.span(parent).service().equals(tree.span(node).service());
    }

    private boolean is(int node, String spanType, Function<SpanDimensions, String> column) {
        TraceSpan span = tree.span(node);
        return spanType.equals(span.type()) && column.apply(span.dimensions()) != null;
    }

    private boolean hasDimensions() {
        for (int node = 0; node < tree.size(); node++) {
            if (!SpanDimensions.NONE.equals(tree.span(node).dimensions())) {
                return true;
            }
        }
        return false;
    }

    private Sample sample(int node, long selfUs) {
        TraceSpan span = tree.span(node);
        return new Sample(span.traceId(), span.durationUs(), path.criticalUs(node), selfUs, span.error());
    }
}
