package dev.andon.monitor.search;

import dev.andon.monitor.page.Shells;
import dev.andon.monitor.part.Part;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.RunRepository;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestQuery;

/** Finds dimensions, traces, work items and actions for the palette; {@code as=json} is what its script asks for. */
@Path("/search")
@RunOnVirtualThread
public class SearchResource {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{4,32}");
    private static final int MOST_DIMENSIONS = 8;
    private static final Duration LATELY = Duration.ofDays(30);

    private final Shells shells;
    private final RunRepository runs;
    private final SearchRepository search;
    private final InstantSource clock;

    SearchResource(Shells shells, RunRepository runs, SearchRepository search, InstantSource clock) {
        this.shells = shells;
        this.runs = runs;
        this.search = search;
        this.clock = clock;
    }

    @GET
    public Response search(@RestQuery @DefaultValue("") String q, @RestQuery String as) {
        List<Part<List<Hit>>> parts = parts(q.strip().toLowerCase(Locale.ROOT));
        List<Hit> hits =
                parts.stream().flatMap(part -> part.or(List.of()).stream()).toList();
        if ("json".equals(as)) {
            return Response.ok(hits, MediaType.APPLICATION_JSON_TYPE).build();
        }
        List<Part<List<Hit>>> failed = parts.stream().filter(Part::failed).toList();
        return Response.ok(new SearchPage(shells.of("", "Search"), q, hits, failed), MediaType.TEXT_HTML_TYPE)
                .build();
    }

    private List<Part<List<Hit>>> parts(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        Instant since = clock.instant().minus(LATELY);
        return List.of(
                shells.part("The dimensions", () -> dimensions(text)),
                shells.part("The work items", () -> search.executions(text, since)),
                shells.part("The traces", () -> HEX.matcher(text).matches() ? search.traces(text) : List.of()));
    }

    private List<Hit> dimensions(String text) {
        return runs.latest().stream()
                .flatMap(latest -> latest.output().dimensions().stream())
                .filter(finding ->
                        finding.dimensionKey().toLowerCase(Locale.ROOT).contains(text))
                .limit(MOST_DIMENSIONS)
                .map(SearchResource::hit)
                .toList();
    }

    private static Hit hit(Finding finding) {
        return new Hit(
                finding.dimensionKey(),
                finding.dimension().word() + ", " + finding.stateWords(),
                finding.dimension().href());
    }
}
