package dev.andon.monitor.waterfall;

import dev.andon.common.trace.TraceSpan;
import dev.andon.common.trace.TraceTree;
import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.page.PageUrl;
import io.quarkus.qute.TemplateData;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A trace as its page shows it: the waterfall and what its head adds up. */
@TemplateData
public record LoadedTrace(
        String traceId,
        String execution,
        long tokens,
        int errors,
        int orphans,
        boolean rootMissing,
        boolean cut,
        Waterfall waterfall) {

    /** A part of the critical path: the own time of one type of span, as a share of the whole. */
    @TemplateData
    public record Part(String css, String word, double share) {}

    /** One dimension and its own time on the critical path, in milliseconds and as a share of the whole. */
    @TemplateData
    public record Contributor(Dimension dimension, int spans, double selfMs, double share) {}

    static LoadedTrace of(String traceId, List<TraceRepository.Stored> stored) {
        boolean cut = stored.size() > TraceRepository.MOST_SPANS;
        List<TraceRepository.Stored> kept = cut ? stored.subList(0, TraceRepository.MOST_SPANS) : stored;
        Waterfall waterfall =
                Waterfall.of(kept.stream().map(TraceRepository.Stored::span).toList());
        TraceTree tree = waterfall.tree();
        int orphans = 0;
        boolean root = false;
        for (int i = 0; i < tree.rootCount(); i++) {
            orphans += tree.isOrphan(tree.root(i)) ? 1 : 0;
            root |= tree.span(tree.root(i)).parentId() == null;
        }
        return new LoadedTrace(
                traceId,
                kept.stream()
                        .map(TraceRepository.Stored::execution)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                kept.stream().mapToLong(TraceRepository.Stored::tokens).sum(),
                (int) kept.stream().filter(span -> span.span().error()).count(),
                orphans,
                !root,
                cut,
                waterfall);
    }

    /** The span that stands for the trace. */
    public TraceSpan root() {
        return waterfall.tree().span(waterfall.tree().mainRoot());
    }

    /** The id of its work item, else the name of its root. */
    public String title() {
        return execution != null ? execution : root().name();
    }

    /** Every trace of its work item; null where it names none. */
    public String executionHref() {
        return execution == null
                ? null
                : PageUrl.of("/traces")
                        .with("range", "30d")
                        .with("execution", execution)
                        .toString();
    }

    public Instant startedAt() {
        return Instant.EPOCH.plus(waterfall.startUs(), ChronoUnit.MICROS);
    }

    public double durationMs() {
        return waterfall.durationUs() / 1000.0;
    }

    public int spans() {
        return waterfall.size();
    }

    public int depth() {
        return waterfall.depth();
    }

    public boolean failed() {
        return root().error();
    }

    /** The dimensions that the trace waits for most, most first, at most {@code count}. */
    public List<Contributor> contributors(int count) {
        Map<Dimension, long[]> sums = new LinkedHashMap<>();
        long all = 0;
        for (int node = 0; node < waterfall.size(); node++) {
            long self = waterfall.path().selfUs(node);
            long[] sum = sums.computeIfAbsent(Dimension.of(waterfall.tree().span(node)), key -> new long[2]);
            sum[0]++;
            sum[1] += self;
            all += self;
        }
        double whole = Math.max(1, all);
        return sums.entrySet().stream()
                .filter(entry -> entry.getValue()[1] > 0)
                .sorted((one, other) -> Long.compare(other.getValue()[1], one.getValue()[1]))
                .limit(count)
                .map(entry -> new Contributor(
                        entry.getKey(),
                        (int) entry.getValue()[0],
                        entry.getValue()[1] / 1000.0,
                        entry.getValue()[1] / whole))
                .toList();
    }

    /** What the critical path consists of, most first. */
    public List<Part> parts() {
        Map<String, Long> byType = new LinkedHashMap<>();
        long all = 0;
        for (int node = 0; node < waterfall.size(); node++) {
            long self = waterfall.path().selfUs(node);
            byType.merge(waterfall.tree().span(node).type(), self, Long::sum);
            all += self;
        }
        List<Part> parts = new ArrayList<>();
        for (Map.Entry<String, Long> entry : byType.entrySet()) {
            double share = all == 0 ? 0 : (double) entry.getValue() / all;
            if (share >= 0.005) {
                parts.add(new Part("k-" + entry.getKey(), word(entry.getKey()), share));
            }
        }
        parts.sort((one, other) -> Double.compare(other.share(), one.share()));
        return parts;
    }

    private static String word(String type) {
        return switch (type) {
            case "llm" -> "models";
            case "tool" -> "tools";
            case "subagent" -> "sub-agents";
            case "span" -> "rest";
            case "workflow" -> "workflow itself";
            default -> type + "s";
        };
    }
}
