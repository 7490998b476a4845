package dev.andon.monitor.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.monitor.page.Missing;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;

/** Analyses: the list, one of them, its progress, and asking for one. */
@Path("/runs")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class RunsResource {
    private static final int SHOWN = 50;

    private final Shells shells;
    private final RunRepository runs;
    private final InstantSource clock;
    private final ObjectMapper json;

    RunsResource(Shells shells, RunRepository runs, InstantSource clock, ObjectMapper json) {
        this.shells = shells;
        this.runs = runs;
        this.clock = clock;
        this.json = json;
    }

    @GET
    public TemplateInstance list() {
        Part<List<Run>> newest = shells.part("The analyses", () -> runs.newest(SHOWN));
        Run open = newest.or(List.of()).stream().filter(Run::isOpen).findFirst().orElse(null);
        return new RunsPage(shells.of("runs", "Analysis runs"), newest, open);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response analyse(@RestForm String csrf) {
        shells.checkForm(csrf);
        runs.queue(shells.actor());
        return Response.seeOther(URI.create("/bottlenecks")).build();
    }

    @GET
    @Path("/{id}")
    public TemplateInstance one(@RestPath String id) {
        Run run = find(id);
        Output output =
                runs.rawOutput(UUID.fromString(run.runId())).map(this::read).orElse(null);
        Shell shell = shells.of("runs", "Analysis " + run.shortId());
        return new RunPage(shell, run, output);
    }

    @GET
    @Path("/{id}/progress")
    public Response progress(@RestPath String id) {
        Run run = find(id);
        Response.ResponseBuilder response = Response.ok(new RunProgress(run, clock.instant()));
        return run.isOpen()
                ? response.build()
                : response.header("HX-Refresh", "true").build();
    }

    @GET
    @Path("/{id}/output.json")
    @Produces(MediaType.APPLICATION_JSON)
    public String output(@RestPath String id) {
        return runs.rawOutput(UUID.fromString(find(id).runId()))
                .orElseThrow(() -> new Missing("This run wrote nothing."));
    }

    private Run find(String id) {
        try {
            return runs.find(UUID.fromString(id)).orElseThrow(() -> new Missing("There is no analysis " + id + "."));
        } catch (IllegalArgumentException notAnId) {
            throw new Missing("There is no analysis " + id + ".");
        }
    }

    private Output read(String text) {
        try {
            return json.readValue(text, Output.class);
        } catch (JsonProcessingException unknownForm) {
            throw new IllegalStateException("output_ref does not read.", unknownForm);
        }
    }
}
