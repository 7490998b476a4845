package dev.andon.monitor.execution;

import dev.andon.monitor.filter.Hint;
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
import java.util.Map;
import java.util.stream.Stream;

/** The list of work items and how they ended. */
@Path("/executions")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class ExecutionsResource {
    private static final int PAGE = 50;
    private static final int MOST_PAGES = 200;
    private static final Map<String, String> WORDS = Map.of("q", "text", "status", "end", "sd_type", "type");

    private final Shells shells;
    private final ExecutionRepository executions;

    ExecutionsResource(Shells shells, ExecutionRepository executions) {
        this.shells = shells;
        this.executions = executions;
    }

    @GET
    public TemplateInstance list() {
        Range range = shells.range("24h");
        PageUrl url = shells.url();
        Part<ExecutionsPage.Listing> found = shells.part("The executions", () -> listing(url, range));
        Part<ExecutionRepository.Counts> counts =
                shells.part("The counts", () -> executions.counts(range.from(), range.to()));
        return new ExecutionsPage(
                shells.of("executions", "Executions", range),
                found,
                counts,
                links(url),
                url.query().get("q"));
    }

    private ExecutionsPage.Listing listing(PageUrl url, Range range) {
        int page = number(url.query().get("page"));
        List<Execution> found = find(url, range, PAGE + 1, (page - 1) * PAGE);
        List<Execution> shown = found.subList(0, Math.min(PAGE, found.size()));
        double most = shown.stream().mapToDouble(Execution::durationMs).max().orElse(1);
        return new ExecutionsPage.Listing(
                shown.stream()
                        .map(e -> new ExecutionsPage.Row(
                                e, most == 0 ? 0 : Math.round(e.durationMs() / most * 1000) / 10.0))
                        .toList(),
                found.size() > PAGE ? url.with("page", page + 1).toString() : "",
                found.isEmpty()
                        ? Hint.of(
                                url,
                                WORDS,
                                wider -> find(wider, range, Hint.MOST + 1, 0).size())
                        : null);
    }

    private List<Execution> find(PageUrl url, Range range, int limit, int offset) {
        return executions.newest(
                range.from(),
                range.to(),
                url.query().get("q"),
                url.query().get("sd_type"),
                url.query().get("status"),
                limit,
                offset);
    }

    private static List<ExecutionsPage.Link> links(PageUrl url) {
        Stream<ExecutionsPage.Link> states = Stream.of("error", "open", "ok")
                .map(state -> link(url, state, url.query().get("status")));
        String type = url.query().get("sd_type");
        Stream<ExecutionsPage.Link> types = type == null
                ? Stream.of()
                : Stream.of(new ExecutionsPage.Link(
                        "type " + type, url.without("sd_type").toString(), true));
        return Stream.concat(states, types).toList();
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
}
