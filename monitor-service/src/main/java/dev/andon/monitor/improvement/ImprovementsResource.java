package dev.andon.monitor.improvement;

import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.chart.TimeAxis;
import dev.andon.monitor.chart.TrendChart;
import dev.andon.monitor.dimension.RollupRepository;
import dev.andon.monitor.dimension.Trend;
import dev.andon.monitor.page.Missing;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Improvements: what was found, and what was brought by acting on it. */
@Path("/improvements")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class ImprovementsResource {
    private static final int SHOWN = 100;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);

    private final Shells shells;
    private final ImprovementRepository improvements;
    private final RollupRepository rollups;

    ImprovementsResource(Shells shells, ImprovementRepository improvements, RollupRepository rollups) {
        this.shells = shells;
        this.improvements = improvements;
        this.rollups = rollups;
    }

    @GET
    public TemplateInstance list(@RestQuery String status) {
        String wanted = status == null || status.isBlank() ? null : status.toUpperCase(Locale.ROOT);
        Part<List<Improvement>> newest = shells.part("The improvements", () -> improvements.newest(wanted, SHOWN));
        Part<ImprovementsPage.States> states = shells.part("Their states", () -> states(wanted));
        return new ImprovementsPage(shells.of("improvements", "Improvements"), newest, states);
    }

    private ImprovementsPage.States states(String wanted) {
        PageUrl all = PageUrl.of("/improvements");
        return new ImprovementsPage.States(improvements.counts().stream()
                .map(count -> {
                    String key = count.status().toLowerCase(Locale.ROOT);
                    boolean current = count.status().equals(wanted);
                    return new ImprovementsPage.Link(
                            key.equals("resolved") ? "measuring" : key,
                            count.count(),
                            all.with("status", current ? null : key).toString(),
                            current);
                })
                .toList());
    }

    @GET
    @Path("/{id: [0-9]{1,18}}")
    public TemplateInstance one(@RestPath long id) {
        Improvement found =
                improvements.find(id).orElseThrow(() -> new Missing("There is no improvement I-" + id + "."));
        Part<List<Improvement>> others = shells.part("Those of the same dimension", () -> others(found));
        Instant now = shells.now();
        Part<Plot> trend = shells.part("The trend", () -> trend(found, now));
        return new ImprovementPage(shells.of("improvements", found.name()), found, trend, others);
    }

    /** From a week before it was found, so that one sees why, to now, at most a month. */
    private Plot trend(Improvement found, Instant now) {
        if (found.dimension() == null) {
            return null;
        }
        Instant before = found.createdAt().minus(WEEK);
        Instant month = now.minus(MONTH);
        TimeAxis time = new TimeAxis(before.isBefore(month) ? month : before, now);
        Duration step = Trend.step(Duration.between(time.from(), now));
        List<TrendChart.Point> points = Trend.points(rollups.hours(found.dimension(), time.from(), now), step);
        List<Instant> changes = Stream.of(found.createdAt(), found.resolvedAt())
                .filter(Objects::nonNull)
                .toList();
        TrendChart.Reference reference =
                new TrendChart.Reference(null, null, null, found.evidence().thresholdMs(), changes);
        return points.isEmpty()
                ? null
                : TrendChart.median("p50 of " + found.dimension().key(), points, time, step, reference);
    }

    private List<Improvement> others(Improvement found) {
        return found.dimension() == null
                ? List.of()
                : improvements.of(found.dimension()).stream()
                        .filter(other -> other.id() != found.id())
                        .toList();
    }
}
