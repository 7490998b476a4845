package dev.andon.monitor.waterfall;

import dev.andon.common.histogram.LogHistogram;
import dev.andon.common.trace.TraceSpan;
import dev.andon.monitor.chart.Axis;
import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.dimension.RollupRepository;
import dev.andon.monitor.dimension.Trend;
import dev.andon.monitor.page.Missing;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.page.Shells;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The page of one trace and the fragments it asks for: more rows, and the panel of a span. */
@Path("/traces/{id}")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class TraceResource {
    /** Rows in the page itself, and in each further fragment. */
    private static final int ROWS = 200;

    private static final String UNFOLDED = "none";

    private final Shells shells;
    private final Traces traces;
    private final TraceRepository repository;
    private final RollupRepository rollups;
    private final InstantSource clock;

    TraceResource(
            Shells shells, Traces traces, TraceRepository repository, RollupRepository rollups, InstantSource clock) {
        this.shells = shells;
        this.traces = traces;
        this.repository = repository;
        this.rollups = rollups;
        this.clock = clock;
    }

    @GET
    public TemplateInstance page(
            @RestPath String id, @RestQuery @DefaultValue("") String span, @RestQuery @DefaultValue("") String fold) {
        LoadedTrace trace = traces.read(id);
        Waterfall waterfall = trace.waterfall();
        boolean unfolded = fold.equals(UNFOLDED);
        int picked = span.isEmpty() ? -1 : waterfall.find(span);
        List<SpanRow> rows = waterfall.rows(-1, unfolded, picked, 0, ROWS + 1);
        return new TracePage(
                shells.of("traces", trace.title() + ", trace " + id.substring(0, 8)),
                trace,
                Minimap.of(waterfall),
                ticks(trace),
                rows(
                        trace.traceId(),
                        rows,
                        url(trace, -1, unfolded, picked, ROWS),
                        picked < 0 ? "" : waterfall.ref(picked)),
                picked < 0 ? null : panel(trace, picked),
                unfolded);
    }

    @GET
    @Path("/rows")
    public TemplateInstance rows(
            @RestPath String id,
            @RestQuery @DefaultValue("-1") int under,
            @RestQuery @DefaultValue("0") int from,
            @RestQuery @DefaultValue("-1") int shown,
            @RestQuery @DefaultValue("") String fold) {
        LoadedTrace trace = traces.readLately(id);
        boolean unfolded = fold.equals(UNFOLDED);
        if (under >= trace.spans() || shown >= trace.spans() || from < 0) {
            throw new Missing("The trace has changed. Open it again.");
        }
        List<SpanRow> rows = trace.waterfall().rows(under, unfolded, shown, from, ROWS + 1);
        return rows(trace.traceId(), rows, url(trace, under, unfolded, shown, from + ROWS), "");
    }

    @GET
    @Path("/spans/{span}")
    public TemplateInstance panel(@RestPath String id, @RestPath String span) {
        LoadedTrace trace = traces.readLately(id);
        int node = trace.waterfall().find(span);
        if (node < 0) {
            throw new Missing("The trace has no span " + span + ".");
        }
        return panel(trace, node);
    }

    @GET
    @Path("/{direction: earlier|later}")
    public Response neighbour(@RestPath String id, @RestPath String direction) {
        LoadedTrace trace = traces.readLately(id);
        String next = repository.neighbour(trace, direction.equals("earlier")).orElse(trace.traceId());
        return Response.seeOther(URI.create("/traces/" + next)).build();
    }

    private static TraceRows rows(String traceId, List<SpanRow> rows, String next, String picked) {
        boolean more = rows.size() > ROWS;
        return new TraceRows(traceId, more ? rows.subList(0, ROWS) : rows, more ? next : "", picked);
    }

    private static String url(LoadedTrace trace, int under, boolean unfolded, int shown, int from) {
        return PageUrl.of("/traces/" + trace.traceId() + "/rows")
                .with("under", under < 0 ? null : under)
                .with("shown", shown < 0 ? null : shown)
                .with("fold", unfolded ? UNFOLDED : null)
                .with("from", from)
                .toString();
    }

    private SpanPanel panel(LoadedTrace trace, int node) {
        Waterfall waterfall = trace.waterfall();
        TraceSpan span = waterfall.tree().span(node);
        SpanRow row = waterfall.rows(-1, true, node, waterfall.place(node), 1).getFirst();
        return new SpanPanel(
                trace.traceId(),
                row,
                SpanPanel.Place.of(waterfall, node),
                shells.part(
                        "What is stored of the span",
                        () -> repository.detail(span).orElse(null)),
                shells.part("The comparison with spans like it", () -> peers(span)));
    }

    private Peers peers(TraceSpan span) {
        Dimension dimension = Dimension.of(span);
        Instant now = clock.instant();
        LogHistogram week = Trend.whole(rollups.hours(dimension, now.minus(Duration.ofDays(7)), now));
        return week.isEmpty() ? null : Peers.of(dimension, week, span.durationUs());
    }

    private static List<Axis.Tick> ticks(LoadedTrace trace) {
        Axis axis = Axis.ofDuration(trace.durationMs(), 9.5);
        return axis.ticks().stream()
                .filter(tick -> tick.value() < trace.durationMs() * 0.97)
                .map(tick -> new Axis.Tick(Math.round(tick.value() / trace.durationMs() * 10_000) / 100.0, tick.text()))
                .toList();
    }
}
