package dev.andon.analyzer.summary;

import dev.andon.analyzer.span.StoredSpan;
import dev.andon.common.trace.TraceSpan;
import dev.andon.common.trace.TraceTree;
import java.util.List;
import java.util.TreeSet;

/**
 * A row of trace_summaries: what one trace is, from the spans folded so far. Times are microseconds since the epoch; the duration
 * is from the first start to the last end. Texts that are absent are null.
 *
 * @param foldedXid every span stored below it is in the rollups, none at or above it
 * @param complete one root without a parent is there, and no span misses its parent
 */
public record TraceSummary(
        String traceId,
        long startedUs,
        long lastStartUs,
        long durationUs,
        long foldedXid,
        int spanCount,
        int errorCount,
        long inputTokens,
        long outputTokens,
        boolean complete,
        TraceSpan root,
        String executionId,
        String sdType,
        String conversationId,
        List<String> services,
        List<String> models) {

    static final String FAILED = "ERROR";

    /** Of one trace with at least one span. */
    public static TraceSummary of(TraceTree tree, List<StoredSpan> stored, long foldedXid) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        long end = Long.MIN_VALUE;
        int errors = 0;
        long inputTokens = 0;
        long outputTokens = 0;
        TreeSet<String> services = new TreeSet<>();
        TreeSet<String> models = new TreeSet<>();
        for (StoredSpan row : stored) {
            TraceSpan span = row.span();
            first = Math.min(first, span.startUs());
            last = Math.max(last, span.startUs());
            end = Math.max(end, span.endUs());
            errors += span.error() ? 1 : 0;
            inputTokens += row.inputTokens();
            outputTokens += row.outputTokens();
            services.add(span.service());
            if (span.dimensions().model() != null) {
                models.add(span.dimensions().model());
            }
        }
        return new TraceSummary(
                stored.get(0).span().traceId(),
                first,
                last,
                end - first,
                foldedXid,
                stored.size(),
                errors,
                inputTokens,
                outputTokens,
                isComplete(tree),
                tree.span(tree.mainRoot()),
                least(stored.stream().map(StoredSpan::executionId).toList()),
                sdType(tree),
                least(stored.stream().map(StoredSpan::conversationId).toList()),
                List.copyOf(services),
                List.copyOf(models));
    }

    boolean failed() {
        return root.error();
    }

    String status() {
        return failed() ? FAILED : "OK";
    }

    private static String sdType(TraceTree tree) {
        for (int node = 0; node < tree.size(); node++) {
            if (tree.span(node).dimensions().sdType() != null) {
                return tree.span(node).dimensions().sdType();
            }
        }
        return null;
    }

    private static boolean isComplete(TraceTree tree) {
        for (int n = 0; n < tree.rootCount(); n++) {
            if (tree.isOrphan(tree.root(n))) {
                return false;
            }
        }
        return true;
    }

    /** A trace has one; where it has more, the choice must not depend on the order of arrival. */
    private static String least(List<String> values) {
        String least = null;
        for (String value : values) {
            if (value != null && (least == null || value.compareTo(least) < 0)) {
                least = value;
            }
        }
        return least;
    }
}
