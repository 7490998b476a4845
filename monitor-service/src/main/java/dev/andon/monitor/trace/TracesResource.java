package dev.andon.monitor.trace;

import dev.andon.monitor.chart.HeatMap;
import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.chart.TimeAxis;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.page.PagesConfig;
import dev.andon.monitor.page.Range;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.page.Shells;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.resteasy.reactive.RestQuery;

/** The search for traces. Those not folded yet stand on top of the first page. */
@Path("/traces")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class TracesResource {
    private static final int PAGE = 50;
    private static final int COLUMNS = 72;
    private static final int HINT_LIMIT = 1_000;
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
        Shell shell = shells.of("traces", "Traces", range);
        boolean bySlowest = SLOWEST.equals(sort);
        Cursor from = Cursor.parse(cursor);
        List<Found> found = new ArrayList<>(from == null ? fresh.matching(filter) : List.of());
        List<Found> page = bySlowest
                ? search.byDuration(filter, from == null ? null : from.figure() / 1000.0, id(from), PAGE + 1)
                : search.byTime(filter, from == null ? null : from.time(), id(from), PAGE + 1);
        boolean more = page.size() > PAGE;
        found.addAll(more ? page.subList(0, PAGE) : page);
        if (bySlowest) {
            found.sort((one, other) -> Double.compare(other.durationMs(), one.durationMs()));
        }
        String next = more
                ? url.with("cursor", Cursor.of(page.get(PAGE - 1), bySlowest)).toString()
                : "";
        return Response.ok(new TracesPage(
                        shell,
                        chips(url, true),
                        chips(url, false),
                        facets(url, range),
                        heat(filter, url),
                        rows(found),
                        bySlowest,
                        url.with("sort", null).toString(),
                        url.with("sort", SLOWEST).toString(),
                        next,
                        found.isEmpty() ? hint(url, range) : null,
                        new PageUrl("/traces", range.query()),
                        config.ingestAddress()))
                .build();
    }

    /** Where a page of the list ended: microseconds, and the id that breaks ties. */
    private record Cursor(long figure, String traceId) {

        static Cursor of(Found last, boolean bySlowest) {
            Instant at = last.startedAt();
            long figure = bySlowest
                    ? Math.round(last.durationMs() * 1000)
                    : at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
            return new Cursor(figure, last.traceId());
        }

        static Cursor parse(String text) {
            String[] parts = text == null ? new String[0] : text.split("\\.", 2);
            try {
                return parts.length == 2 ? new Cursor(Long.parseLong(parts[0]), parts[1]) : null;
            } catch (NumberFormatException notOurs) {
                return null;
            }
        }

        Instant time() {
            return Instant.ofEpochSecond(Math.floorDiv(figure, 1_000_000), Math.floorMod(figure, 1_000_000) * 1000L);
        }

        @Override
        public String toString() {
            return figure + "." + traceId;
        }
    }

    private static String id(Cursor cursor) {
        return cursor == null ? null : cursor.traceId();
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
        for (TraceSearchRepository.Facet facet : search.facets(range.from(), range.to())) {
            boolean current = facet.value().equals(url.query().get(facet.key()));
            String label =
                    facet.key().equals("status") ? (facet.value().equals("error") ? "failed" : "open") : facet.value();
            links.add(new TracesPage.Link(
                    label,
                    facet.count(),
                    url.with(facet.key(), current ? null : facet.value()).toString(),
                    current));
        }
        return links;
    }

    private Plot heat(TraceFilter filter, PageUrl url) {
        Range range = filter.range();
        long step = Math.max(60, range.length().toSeconds() / COLUMNS);
        return HeatMap.of(
                search.cells(filter, step),
                new TimeAxis(range.from(), range.to()),
                Duration.ofSeconds(step),
                cell -> url.without("range")
                        .with("from", cell.at())
                        .with("to", cell.at().plusSeconds(step))
                        .with("min", milliseconds(cell.lowMs()))
                        .with("max", milliseconds(cell.highMs()))
                        .toString());
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

    /** Tries the search without each of its filters and names the one that hides most. */
    private TracesPage.Hint hint(PageUrl url, Range range) {
        TracesPage.Hint best = null;
        for (Map.Entry<String, String> set : TraceFilter.set(url).entrySet()) {
            PageUrl wider = url.without(set.getKey());
            long count = search.byTime(TraceFilter.of(wider, range), null, null, HINT_LIMIT + 1)
                    .size();
            if (count > 0 && (best == null || count > best.count())) {
                best = new TracesPage.Hint(
                        set.getValue(),
                        url.query().get(set.getKey()),
                        Math.min(count, HINT_LIMIT),
                        count > HINT_LIMIT,
                        wider.toString());
            }
        }
        return best;
    }
}
