package dev.andon.monitor.trace;

import dev.andon.monitor.chart.HeatMap;
import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.chart.TimeAxis;
import dev.andon.monitor.filter.Hint;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.page.PagesConfig;
import dev.andon.monitor.page.Range;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.part.Part;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestQuery;

/** The search for traces. Those not folded yet stand on top of the first page. */
@Path("/traces")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class TracesResource {
    private static final int PAGE = 50;
    private static final int COLUMNS = 72;
    private static final String SLOWEST = "-duration";

    private final Shells shells;
    private final TraceSearchRepository search;
    private final FreshTraceRepository fresh;
    private final PagesConfig config;

    TracesResource(Shells shells, TraceSearchRepository search, FreshTraceRepository fresh, PagesConfig config) {
        this.shells = shells;
        this.search = search;
        this.fresh = fresh;
        this.config = config;
    }

    @GET
    public Response list(@RestQuery String sort, @RestQuery String cursor) {
        Range range = shells.range("24h");
        PageUrl url = shells.url();
        TraceFilter filter = TraceFilter.of(url, range);
        if (filter.isTraceId()) {
            return Response.seeOther(URI.create("/traces/" + filter.text())).build();
        }
        boolean bySlowest = SLOWEST.equals(sort);
        Cursor from = Cursor.parse(cursor);
        Part<List<Found>> newest =
                shells.part("What arrived last", () -> from == null ? fresh.matching(filter) : List.of());
        Part<TracesPage.Listing> found =
                shells.part("The traces", () -> listing(new Question(url, filter, bySlowest, from), newest));
        Part<TracesPage.Spread> spread = shells.part("The distribution", () -> spread(filter, url));
        Part<List<TracesPage.Link>> facets = shells.part("The filters", () -> facets(url, range));
        return Response.ok(new TracesPage(
                        shells.of("traces", "Traces", range),
                        chips(url, true),
                        chips(url, false),
                        facets,
                        spread,
                        newest,
                        found,
                        bySlowest,
                        url.with("sort", null).toString(),
                        url.with("sort", SLOWEST).toString(),
                        config.ingestAddress()))
                .build();
    }

    /** What the address asks for; {@code from} is null on the first page. */
    private record Question(PageUrl url, TraceFilter filter, boolean bySlowest, Cursor from) {

        String afterId() {
            return from == null ? null : from.traceId();
        }
    }

    private TracesPage.Listing listing(Question question, Part<List<Found>> newest) {
        Cursor from = question.from();
        List<Found> page = question.bySlowest()
                ? search.byDuration(
                        question.filter(), from == null ? null : from.durationMs(), question.afterId(), PAGE + 1)
                : search.byTime(question.filter(), from == null ? null : from.time(), question.afterId(), PAGE + 1);
        boolean more = page.size() > PAGE;
        List<Found> found = new ArrayList<>(newest.or(List.of()));
        found.addAll(more ? page.subList(0, PAGE) : page);
        if (question.bySlowest()) {
            found.sort((one, other) -> Double.compare(other.durationMs(), one.durationMs()));
        }
        String next = more
                ? question.url()
                        .with("cursor", Cursor.of(page.get(PAGE - 1), question.bySlowest()))
                        .toString()
                : "";
        return new TracesPage.Listing(
                rows(found),
                next,
                found.isEmpty() ? hint(question.url(), question.filter().range()) : null);
    }

    /** The filters of the search: with the text in its field, all others are chips. */
    private static List<TracesPage.Chip> chips(PageUrl url, boolean shown) {
        List<TracesPage.Chip> chips = new ArrayList<>();
        TraceFilter.set(url).forEach((key, word) -> {
            if (!key.equals("q")) {
                chips.add(new TracesPage.Chip(
                        key, word, url.query().get(key), url.without(key).toString()));
            }
        });
        if (!shown) {
            for (String key : List.of("range", "from", "to", "sort")) {
                if (url.query().containsKey(key)) {
                    chips.add(new TracesPage.Chip(key, key, url.query().get(key), ""));
                }
            }
        }
        return chips;
    }

    private List<TracesPage.Link> facets(PageUrl url, Range range) {
        List<TracesPage.Link> links = new ArrayList<>();
        String last = "status";
        for (TraceSearchRepository.Facet facet : search.facets(range.from(), range.to())) {
            boolean current = facet.value().equals(url.query().get(facet.key()));
            String label = facet.value().equals("error") ? "failed" : facet.value();
            links.add(new TracesPage.Link(
                    facet.key().equals(last) ? "" : facet.key(),
                    label,
                    facet.count(),
                    url.with(facet.key(), current ? null : facet.value()).toString(),
                    current));
            last = facet.key();
        }
        return links;
    }

    private TracesPage.Spread spread(TraceFilter filter, PageUrl url) {
        Range range = filter.range();
        long step = Math.max(1, Math.ceilDiv(range.length().toMinutes(), COLUMNS)) * 60;
        // Steps on whole minutes keep two hundred addresses short.
        List<HeatMap.Cell> cells = search.cells(filter, step, range.from().truncatedTo(ChronoUnit.MINUTES));
        Plot plot = HeatMap.of(
                cells,
                new TimeAxis(range.from(), range.to()),
                Duration.ofSeconds(step),
                cell -> url.without("range")
                        .with("from", cell.at().isBefore(range.from()) ? range.from() : cell.at())
                        .with("to", cell.at().plusSeconds(step))
                        .with("min", milliseconds(cell.lowMs()))
                        .with("max", milliseconds(cell.highMs()))
                        .toString());
        return new TracesPage.Spread(
                plot,
                cells.stream().mapToLong(HeatMap.Cell::count).sum(),
                cells.stream().mapToLong(HeatMap.Cell::failed).sum());
    }

    private static String milliseconds(double ms) {
        return String.format(Locale.ROOT, ms < 10 ? "%.2fms" : "%.0fms", ms);
    }

    private static List<TracesPage.Row> rows(List<Found> found) {
        double most = found.stream().mapToDouble(Found::durationMs).max().orElse(1);
        return found.stream()
                .map(trace ->
                        new TracesPage.Row(trace, most == 0 ? 0 : Math.round(trace.durationMs() / most * 1000) / 10.0))
                .toList();
    }

    private Hint hint(PageUrl url, Range range) {
        return Hint.of(
                url,
                TraceFilter.WORDS,
                wider -> search.byTime(TraceFilter.of(wider, range), null, null, Hint.MOST + 1)
                        .size());
    }
}
