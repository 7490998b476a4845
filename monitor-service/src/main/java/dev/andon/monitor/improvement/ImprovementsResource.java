package dev.andon.monitor.improvement;

import dev.andon.monitor.page.Missing;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.page.Shells;
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
        PageUrl all = PageUrl.of("/improvements");
        List<ImprovementsPage.Link> states = improvements.counts().stream()
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
        return new ImprovementsPage(
                shells.of("improvements", "Improvements"), improvements.newest(wanted, SHOWN), states);
    }

    @GET
    @Path("/{id: [0-9]{1,18}}")
    public TemplateInstance one(@RestPath long id) {
        Improvement found =
                improvements.find(id).orElseThrow(() -> new Missing("There is no improvement I-" + id + "."));
        List<Improvement> others = found.dimension() == null
                ? List.of()
                : improvements.of(found.dimension()).stream()
                        .filter(other -> other.id() != id)
                        .toList();
        return new ImprovementPage(shells.of("improvements", found.name()), found, others);
    }
}
