package dev.andon.monitor.bottleneck;

import dev.andon.common.histogram.LogHistogram;
import dev.andon.monitor.chart.DistributionChart;
import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.chart.TimeAxis;
import dev.andon.monitor.chart.TrendChart;
import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.dimension.RollupRepository;
import dev.andon.monitor.dimension.Trend;
import dev.andon.monitor.improvement.ImprovementRepository;
import dev.andon.monitor.page.Missing;
import dev.andon.monitor.page.Range;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.RunRepository;
import dev.andon.monitor.threshold.Threshold;
import dev.andon.monitor.threshold.ThresholdRepository;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The page of one dimension. Its key is the rest of the path, or the query key {@code key}, since it may be any text. */
@Path("/bottlenecks/{type}")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class DimensionResource {
    private static final int BARS = 30;
    private static final int MOST_EXAMPLES = 8;

    private final Shells shells;
    private final RunRepository runs;
    private final RollupRepository rollups;
    private final ExampleRepository examples;
    private final ThresholdRepository thresholds;
    private final ImprovementRepository improvements;

    DimensionResource(
            Shells shells,
            RunRepository runs,
            RollupRepository rollups,
            ExampleRepository examples,
            ThresholdRepository thresholds,
            ImprovementRepository improvements) {
        this.shells = shells;
        this.runs = runs;
        this.rollups = rollups;
        this.examples = examples;
        this.thresholds = thresholds;
        this.improvements = improvements;
    }

    @GET
    public TemplateInstance byQuery(@RestPath String type, @RestQuery String key) {
        return page(type, key == null ? "" : key);
    }

    @GET
    @Path("/{key: .+}")
    public TemplateInstance byPath(@RestPath String type, @RestPath String key) {
        return page(type, key);
    }

    private TemplateInstance page(String type, String key) {
        Dimension dimension = new Dimension(type, key);
        Range range = shells.range("7d");
        Finding finding =
                runs.latest().flatMap(latest -> latest.output().of(dimension)).orElse(null);
        Instant since = finding == null ? null : finding.since();
        Range before = before(range, since);
        List<RollupRepository.Hour> hours = rollups.hours(dimension, range.from(), range.to());
        List<RollupRepository.Hour> earlier = rollups.hours(dimension, before.from(), before.to());
        Threshold threshold = thresholds.of(dimension).orElse(null);
        if (!Dimension.isType(type)
                || key.isEmpty()
                || finding == null && hours.isEmpty() && earlier.isEmpty() && threshold == null) {
            throw new Missing("No " + dimension.word() + " of the name " + key + " was seen in this range.");
        }
        Shell shell = shells.of("bottlenecks", key, range);
        List<RollupRepository.Hour> current = since == null || since.isBefore(range.from())
                ? hours
                : hours.stream()
                        .filter(hour -> !hour.start().plus(Duration.ofHours(1)).isBefore(since))
                        .toList();
        LogHistogram now = Trend.whole(current);
        LogHistogram then = Trend.whole(earlier);
        Duration step = Trend.step(range.length());
        List<TrendChart.Point> points = Trend.points(hours, step);
        return new DimensionPage(
                shell,
                dimension,
                finding,
                spread(now, current),
                spread(then, earlier),
                distribution(dimension, now, then, limit(finding, threshold)),
                TrendChart.full(
                        "p50 and p95 of " + key,
                        points,
                        new TimeAxis(range.from(), range.to()),
                        step,
                        reference(finding, threshold, then)),
                points,
                finding == null ? List.of() : growth(finding),
                examples.of(exampleIds(finding, hours)),
                improvements.of(dimension),
                threshold,
                suggestion(finding, now));
    }

    /** The usual time is that before the change, or the range before this one. */
    private static Range before(Range range, Instant since) {
        return since != null && since.isAfter(range.from().minus(range.length()))
                ? new Range(since.minus(range.length()), since, "")
                : range.before();
    }

    private static Plot distribution(Dimension dimension, LogHistogram now, LogHistogram then, Double limit) {
        DistributionChart.Marks marks =
                new DistributionChart.Marks(quantile(then, 0.5), quantile(now, 0.5), quantile(now, 0.95), limit);
        return now.isEmpty()
                ? null
                : DistributionChart.of(
                        "Times of " + dimension.key(), Trend.buckets(now), Trend.buckets(then), marks, BARS);
    }

    private static TrendChart.Reference reference(Finding finding, Threshold threshold, LogHistogram then) {
        Double usual =
                finding != null && finding.baselineP50Ms() != null ? finding.baselineP50Ms() : quantile(then, 0.5);
        return new TrendChart.Reference(
                quantile(then, 0.25),
                usual,
                quantile(then, 0.75),
                limit(finding, threshold),
                finding == null ? null : finding.since());
    }

    private static Double limit(Finding finding, Threshold threshold) {
        if (threshold != null && threshold.active()) {
            return threshold.limitMs();
        }
        return finding == null ? null : finding.thresholdMs();
    }

    private static DimensionPage.Spread spread(LogHistogram histogram, List<RollupRepository.Hour> hours) {
        return new DimensionPage.Spread(
                histogram.count(),
                hours.stream().mapToLong(RollupRepository.Hour::errors).sum(),
                quantile(histogram, 0.5),
                quantile(histogram, 0.75),
                quantile(histogram, 0.95),
                quantile(histogram, 0.99));
    }

    private static Double quantile(LogHistogram histogram, double p) {
        return histogram.isEmpty() ? null : (Double) (histogram.quantile(p) / 1000);
    }

    private static List<DimensionPage.Growth> growth(Finding finding) {
        return finding.growth().stream()
                .map(part -> new DimensionPage.Growth(
                        part, Math.clamp(Objects.requireNonNullElse(part.share(), 0.0) * 100, 0, 100)))
                .toList();
    }

    private static List<String> exampleIds(Finding finding, List<RollupRepository.Hour> hours) {
        Set<String> ids = new LinkedHashSet<>(finding == null ? List.of() : finding.exemplars());
        for (RollupRepository.Hour hour : hours.reversed()) {
            if (ids.size() >= MOST_EXAMPLES) {
                break;
            }
            ids.addAll(hour.exemplars());
        }
        return ids.stream().limit(MOST_EXAMPLES).toList();
    }

    private static String suggestion(Finding finding, LogHistogram now) {
        Double ms = finding != null && finding.baselineP50Ms() != null ? finding.baselineP50Ms() : quantile(now, 0.5);
        return ms == null ? "" : Threshold.seconds(ms);
    }
}
