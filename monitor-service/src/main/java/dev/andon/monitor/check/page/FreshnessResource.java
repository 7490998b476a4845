package dev.andon.monitor.check.page;

import dev.andon.monitor.check.CheckConfig;
import dev.andon.monitor.check.CheckRunner;
import dev.andon.monitor.check.CheckScope;
import dev.andon.monitor.check.history.CheckHistory;
import dev.andon.monitor.page.Missing;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;

/** Freshness: every check, one of them, and making them now. */
@Path("/freshness")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class FreshnessResource {
    private static final int RUNS = 8;
    private static final int MESSAGES = 8;
    /** Two weeks of a check that is made every five minutes. */
    private static final int POINTS = 4_032;

    private final Shells shells;
    private final CheckHistory history;
    private final ResultRepository results;
    private final CheckRunner runner;
    private final CheckConfig config;

    FreshnessResource(
            Shells shells, CheckHistory history, ResultRepository results, CheckRunner runner, CheckConfig config) {
        this.shells = shells;
        this.history = history;
        this.results = results;
        this.runner = runner;
        this.config = config;
    }

    @GET
    public TemplateInstance all(@QueryParam("span") String span) {
        Span shown = Span.of(span);
        Instant now = shells.now();
        Part<List<CheckRow>> rows = shells.part(
                "The checks", () -> history.newest().stream().map(CheckRow::new).toList());
        Part<Map<String, Strip>> strips =
                shells.part("The history", () -> Histories.strips(results.cells(shown, shown.from(now)), shown));
        Part<List<FreshnessPage.RunLine>> runs = shells.part("The runs", () -> results.runs(RUNS));
        Part<List<FreshnessPage.MessageLine>> messages = shells.part("The messages", () -> results.messages(MESSAGES));
        Part<Verdict> verdict = shells.part(
                "The checks", () -> rows.value().isEmpty() ? null : Verdict.of(rows.value(), config.every(), now));
        Part<List<FreshnessPage.Group>> groups =
                shells.part("The checks", () -> groups(rows.value(), strips.or(Map.of())));
        return new FreshnessPage(
                shells.of("freshness", "Freshness"), shown, Span.ALL, verdict, groups, strips, runs, messages);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response run(@RestForm String csrf) {
        shells.checkForm(csrf);
        runner.announce(runner.run(CheckScope.ALL, "page"));
        return Response.seeOther(URI.create("/freshness")).build();
    }

    @GET
    @Path("/{key}")
    public TemplateInstance one(@RestPath String key, @QueryParam("span") String span) {
        Span shown = Span.of(span);
        Instant now = shells.now();
        CheckRow row = history.newest().stream()
                .filter(result -> result.key().equals(key))
                .findFirst()
                .map(CheckRow::new)
                .orElseThrow(() -> new Missing("No check named " + key + " was ever made."));
        Part<CheckPage.History> found = shells.part(
                "The history",
                () -> Histories.of(row, results.points(key, shown.from(now), POINTS), shown, config.every(), now));
        return new CheckPage(shells.of("freshness", row.result().title()), shown, Span.ALL, row, found);
    }

    private static List<FreshnessPage.Group> groups(List<CheckRow> rows, Map<String, Strip> strips) {
        return rows.stream()
                .map(row -> new CheckRow(row.result(), strips.get(row.result().key())))
                .collect(Collectors.groupingBy(row -> row.result().group()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(group -> new FreshnessPage.Group(group.getKey().title(), group.getValue()))
                .toList();
    }
}
