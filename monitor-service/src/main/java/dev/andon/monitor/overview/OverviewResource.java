package dev.andon.monitor.overview;

import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.improvement.Improvement;
import dev.andon.monitor.improvement.ImprovementRepository;
import dev.andon.monitor.page.PagesConfig;
import dev.andon.monitor.page.Range;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.part.Part;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.Run;
import dev.andon.monitor.run.RunRepository;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;

/** The first page. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class OverviewResource {
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
        Instant now = shells.now();
        Part<List<Run>> recent = shells.part("The analyses", () -> runs.newest(6));
        Part<Story> story = shells.part("The last analysis", () -> data.story(recent.value()));
        Part<Plot> trend =
                shells.part("The trend", () -> data.trend(story.value().worst(), range));
        Part<Improvement> improvement =
                shells.part("The improvement", () -> improvement(story.value().worst()));
        Part<Line> line = shells.part("The line", () -> data.line(range));
        Part<Traffic> traffic = shells.part("The traffic", () -> data.traffic(now));
        Part<List<Improvement>> newest = shells.part("The improvements", () -> improvements.newest(null, 5));
        Part<List<AlertRepository.Alert>> alerts = shells.part("The alerts", () -> data.alerts(now));
        return new OverviewPage(
                shells.of("overview", "Overview", range),
                !story.failed() && story.value().isEmpty(),
                story.failed() ? null : story.value().held(),
                story,
                trend,
                improvement,
                line,
                traffic,
                newest,
                recent,
                alerts,
                config.ingestAddress());
    }

    private Improvement improvement(Finding worst) {
        return worst == null || worst.improvementId() == null
                ? null
                : improvements.find(worst.improvementId()).orElse(null);
    }
}
