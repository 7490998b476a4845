package dev.andon.monitor.improvement;

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
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Improvements: what was found, and what was brought by acting on it. */
@Path("/improvements")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class ImprovementsResource {
    private static final int SHOWN = 100;

    private final Shells shells;
    private final ImprovementRepository improvements;

    ImprovementsResource(Shells shells, ImprovementRepository improvements) {
        this.shells = shells;
        this.improvements = improvements;
    }

    @GET
    public TemplateInstance list(@RestQuery String status) {
        String wanted = status == null || status.isBlank() ? null : status.toUpperCase(Locale.ROOT);
        Part<List<Improvement>> newest = shells.part("The improvements", () -> improvements.newest(wanted, SHOWN));
        Part<List<ImprovementsPage.Link>> states = shells.part("Their states", () -> states(wanted));
        return new ImprovementsPage(shells.of("improvements", "Improvements"), newest, states);
    }

    private List<ImprovementsPage.Link> states(String wanted) {
        PageUrl all = PageUrl.of("/improvements");
        return improvements.counts().stream()
                .map(count -> {
                    String key = count.status().toLowerCase(Locale.ROOT);
                    boolean current = count.status().equals(wanted);
                    return new ImprovementsPage.Link(
                            key.equals("resolved") ? "measuring" : key,
                            count.count(),
                            all.with("status", current ? null : key).toString(),
                            current);
                })
                .toList();
    }

    @GET
    @Path("/{id: [0-9]{1,18}}")
    public TemplateInstance one(@RestPath long id) {
        Improvement found =
                improvements.find(id).orElseThrow(() -> new Missing("There is no improvement I-" + id + "."));
        Part<List<Improvement>> others = shells.part("Those of the same dimension", () -> others(found));
        return new ImprovementPage(shells.of("improvements", found.name()), found, others);
    }

    private List<Improvement> others(Improvement found) {
        return found.dimension() == null
                ? List.of()
                : improvements.of(found.dimension()).stream()
                        .filter(other -> other.id() != found.id())
                        .toList();
    }
}
