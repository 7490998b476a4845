package dev.andon.monitor.execution;

import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.page.Range;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;

/** The list of work items and how they ended. */
@Path("/executions")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class ExecutionsResource {
    private static final int PAGE = 50;
    private static final int MOST_PAGES = 200;

    private final Shells shells;
    private final ExecutionRepository executions;

    ExecutionsResource(Shells shells, ExecutionRepository executions) {
        this.shells = shells;
        this.executions = executions;
    }

    @GET
    public TemplateInstance list(
            @RestQuery String q,
            @RestQuery String status,
            @RestQuery("sd_type") String sdType,
            @RestQuery String page) {
        Range range = shells.range("24h");
        PageUrl url = shells.url();
        int number = number(page);
        Part<ExecutionsPage.Listing> found = shells.part(
                "The executions",
                () -> listing(
                        executions.newest(
                                range.from(),
                                range.to(),
                                text(q),
                                text(sdType),
                                text(status),
                                PAGE + 1,
                                (number - 1) * PAGE),
                        url.with("page", number + 1).toString()));
        return new ExecutionsPage(
                shells.of("executions", "Executions", range),
                found,
                Stream.of("error", "open", "ok")
                        .map(state -> link(url, state, status))
                        .toList(),
                q);
    }

    private static ExecutionsPage.Listing listing(List<Execution> found, String next) {
        List<Execution> shown = found.subList(0, Math.min(PAGE, found.size()));
        double most = shown.stream().mapToDouble(Execution::durationMs).max().orElse(1);
        return new ExecutionsPage.Listing(
                shown.stream()
                        .map(e -> new ExecutionsPage.Row(
                                e, most == 0 ? 0 : Math.round(e.durationMs() / most * 1000) / 10.0))
                        .toList(),
                found.size() > PAGE ? next : "");
    }

    private static ExecutionsPage.Link link(PageUrl url, String state, String current) {
        boolean chosen = state.equals(current);
        String word = switch (state) {
            case "error" -> "failed";
            case "ok" -> "succeeded";
            default -> state;
        };
        return new ExecutionsPage.Link(
                word, url.with("status", chosen ? null : state).toString(), chosen);
    }

    private static int number(String page) {
        try {
            return page == null ? 1 : Math.clamp(Integer.parseInt(page), 1, MOST_PAGES);
        } catch (NumberFormatException notANumber) {
            return 1;
        }
    }

    private static String text(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
