package dev.andon.monitor.compare;

import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.part.Part;
import dev.andon.monitor.waterfall.LoadedTrace;
import dev.andon.monitor.waterfall.Traces;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * Two traces side by side. The second one may be asked for as typical or fast: it is looked for and then named by its id, so that
 * the address stays true.
 */
@Path("/traces/compare")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class CompareResource {
    /** Where among its peers, by duration, a trace stands that is asked for by a word. */
    private static final Map<String, Double> BY_WORD = Map.of("typical", 0.5, "fast", 0.05);

    private static final String OPERATIONS = "operation";

    private final Shells shells;
    private final Traces traces;
    private final PeerRepository peers;

    CompareResource(Shells shells, Traces traces, PeerRepository peers) {
        this.shells = shells;
        this.traces = traces;
        this.peers = peers;
    }

    @GET
    public Response compare(
            @RestQuery @DefaultValue("") String a, @RestQuery @DefaultValue("") String b, @RestQuery List<String> t) {
        if (t != null && !t.isEmpty()) {
            return to(t.getFirst(), t.size() > 1 ? t.get(1) : "");
        }
        if (a.isBlank() || b.isBlank()) {
            return ask(
                    a, b, 200, a.isBlank() && b.isBlank() ? "Pick two traces." : "One trace is picked; pick another.");
        }
        Part<Optional<LoadedTrace>> first = shells.part("The first trace", () -> traces.find(a));
        if (BY_WORD.containsKey(b)) {
            return peer(a, b, first);
        }
        Part<Optional<LoadedTrace>> second = shells.part("The second trace", () -> traces.find(b));
        if (!first.failed() && first.value().isEmpty()) {
            return ask(a, b, 404, notKept(a));
        } else if (!second.failed() && second.value().isEmpty()) {
            return ask(a, b, 404, notKept(b));
        }
        PageUrl url = shells.url();
        Instant now = shells.now();
        Part<ComparePage.Comparison> comparison = shells.part(
                "The comparison",
                () -> comparison(first.value().orElseThrow(), second.value().orElseThrow(), url, now));
        return page(a, b, 200, "", comparison);
    }

    private Response peer(String a, String word, Part<Optional<LoadedTrace>> first) {
        LoadedTrace trace = first.value().orElse(null);
        if (trace == null) {
            return ask(a, "", 404, notKept(a));
        }
        return peers.of(trace.root(), BY_WORD.get(word))
                .map(found -> to(trace.traceId(), found))
                .orElseGet(() -> ask(
                        a,
                        "",
                        200,
                        "No other trace of " + trace.root().name()
                                + " succeeded within 7 d of this one. Name one to hold it against."));
    }

    private static ComparePage.Comparison comparison(LoadedTrace a, LoadedTrace b, PageUrl url, Instant now) {
        TraceComparison comparison = TraceComparison.of(side(a), side(b));
        boolean operations = OPERATIONS.equals(url.query().get("by"));
        boolean all = "all".equals(url.query().get("show"));
        ComparePage.Trace one = trace("A", a, b);
        ComparePage.Trace two = trace("B", b, a);
        return new ComparePage.Comparison(
                one,
                two,
                Answer.of(
                        new Answer.Subject(one.name(), a.root().durationUs()),
                        new Answer.Subject(two.name(), b.root().durationUs()),
                        comparison),
                Facts.of(a, b, now),
                Differences.of(comparison, operations ? Dimension::operation : Dimension::of),
                Structure.of(a, b, comparison, all),
                new ComparePage.Links(
                        url.with("a", b.traceId()).with("b", a.traceId()).toString(),
                        url.without("by").toString(),
                        url.with("by", OPERATIONS).toString(),
                        operations,
                        all ? "" : url.with("show", "all").toString()));
    }

    private static TraceComparison.Side side(LoadedTrace trace) {
        return new TraceComparison.Side(
                trace.waterfall().tree(), trace.waterfall().path());
    }

    /** Traces of one work item are told apart by their ids. */
    private static ComparePage.Trace trace(String letter, LoadedTrace trace, LoadedTrace other) {
        String name =
                trace.title().equals(other.title()) ? "Trace " + trace.traceId().substring(0, 8) : trace.title();
        double longer =
                Math.max(1, Math.max(trace.root().durationUs(), other.root().durationUs()));
        return new ComparePage.Trace(
                letter,
                trace,
                name,
                trace.root().durationUs() / 1000.0,
                Math.round(trace.root().durationUs() / longer * 1000) / 10.0);
    }

    private Response ask(String a, String b, int status, String problem) {
        return page(a, b, status, problem, null);
    }

    private Response page(String a, String b, int status, String problem, Part<ComparePage.Comparison> comparison) {
        return Response.status(status)
                .entity(new ComparePage(
                        shells.of("traces", "Compare traces"), new ComparePage.Picked(a, b, problem), comparison))
                .build();
    }

    private static Response to(String a, String b) {
        PageUrl url = PageUrl.of("/traces/compare").with("a", a).with("b", b);
        return Response.seeOther(URI.create(url.toString())).build();
    }

    private static String notKept(String id) {
        return "No span of trace " + id + " is kept. It was never sent here, or its days are over.";
    }
}
