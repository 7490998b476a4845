package dev.andon.monitor.overview;

import dev.andon.monitor.chart.CountChart;
import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.chart.TimeAxis;
import dev.andon.monitor.chart.TrendChart;
import dev.andon.monitor.improvement.Improvement;
import dev.andon.monitor.improvement.ImprovementRepository;
import dev.andon.monitor.page.PagesConfig;
import dev.andon.monitor.page.Range;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.RunRepository;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The first page. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class OverviewResource {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Shells shells;
    private final PagesConfig config;
    private final RunRepository runs;
    private final ImprovementRepository improvements;
    private final OverviewData data;

    OverviewResource(
            Shells shells,
            PagesConfig config,
            RunRepository runs,
            ImprovementRepository improvements,
            OverviewData data) {
        this.shells = shells;
        this.config = config;
        this.runs = runs;
        this.improvements = improvements;
        this.data = data;
    }

    @GET
    public TemplateInstance overview() {
        Range range = shells.range("7d");
        Shell shell = shells.of("overview", "Overview", range);
        RunRepository.Latest latest = runs.latest().orElse(null);
        var recent = runs.newest(6);
        Story story = latest != null
                ? Story.of(latest.output())
                : data.anyTrace() ? Story.waiting(recent.isEmpty() ? null : recent.getFirst()) : Story.empty();
        Finding worst = story.worst();
        List<Improvement> newest = improvements.newest(null, 5);
        Instant now = shell.now();
        OverviewData.Traffic traffic = data.traffic(now.minus(DAY.multipliedBy(2)), now.minus(DAY), now);
        TimeAxis day = new TimeAxis(now.minus(DAY), now);
        return new OverviewPage(
                shell,
                story,
                latest,
                worst == null ? null : data.trend(worst, range),
                worst == null ? null : cause(worst),
                worst == null || worst.improvementId() == null
                        ? null
                        : improvements.find(worst.improvementId()).orElse(null),
                data.line(range, worst == null ? null : worst.dimension()),
                Tile.of(traffic.now(), traffic.before(), traffic.days()),
                endToEnd(traffic, day),
                CountChart.of("Traces", traffic.bars(), day, HOUR),
                newest,
                recent,
                data.alerts(now),
                config.ingestAddress());
    }

    private static Plot endToEnd(OverviewData.Traffic traffic, TimeAxis day) {
        return TrendChart.full("End-to-end time of traces", traffic.points(), day, HOUR, TrendChart.Reference.NONE);
    }

    /** The child that grew most, unless the dimension itself is all there is. */
    private static Finding.Growth cause(Finding worst) {
        return worst.growth().stream()
                .filter(growth -> !growth.dimension().equals(worst.dimension()))
                .filter(growth -> Objects.requireNonNullElse(growth.share(), 0.0) > 0)
                .findFirst()
                .orElse(null);
    }
}
