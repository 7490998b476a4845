package dev.andon.monitor.bottleneck;

import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.chart.TrendChart;
import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.improvement.Improvement;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.threshold.Threshold;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.time.Instant;
import java.util.List;

/**
 * One dimension: how its time is spread and changes, what in it grew, which traces show it, and its threshold.
 *
 * @param finding what the newest analysis says; null where it does not know the dimension
 * @param threshold null where nobody set one
 * @param points the trend as a table
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record DimensionPage(
        Shell shell,
        Dimension dimension,
        Finding finding,
        Spread now,
        Spread before,
        Plot distribution,
        Plot trend,
        List<TrendChart.Point> points,
        List<Growth> growth,
        List<Example> examples,
        List<Improvement> improvements,
        Threshold threshold,
        String suggestedSeconds)
        implements TemplateInstance {

    /** Quantiles of a range; null where there are no samples. */
    @TemplateData
    record Spread(long samples, long errors, Double p50Ms, Double p75Ms, Double p95Ms, Double p99Ms) {}

    /** A part that grew, with the width of its bar in percent. */
    @TemplateData
    record Growth(Finding.Growth part, double width) {}

    /** A trace that shows the dimension. */
    @TemplateData
    record Example(String traceId, String execution, Instant startedAt, double durationMs, String status, long spans) {}
}
