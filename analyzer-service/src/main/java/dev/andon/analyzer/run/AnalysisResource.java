package dev.andon.analyzer.run;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.andon.common.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Analysis runs: what they found, whether one is due, and a way to ask for one. Asking twice asks once. */
@Path("/api/v1/analysis")
@Produces(MediaType.APPLICATION_JSON)
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
@RunOnVirtualThread
public final class AnalysisResource {
    private static final int MOST = 500;

    private final RunQueue queue;

    AnalysisResource(RunQueue queue) {
        this.queue = queue;
    }

    /**
     * Who asks for a run may say how.
     *
     * @param windowDays null takes the setting
     * @param ifStale queue only if one is due
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record RunRequest(Integer windowDays, boolean ifStale) {}

    @GET
    @Path("/runs")
    public List<AnalysisRun> runs(@QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.invalid("limit", "limit must be between 1 and " + MOST + ".");
        }
        return queue.latest(limit);
    }

    @GET
    @Path("/runs/{runId}")
    public AnalysisRun run(@PathParam("runId") UUID runId) {
        return queue.one(runId).orElseThrow(() -> ProblemException.notFound("Analysis run " + runId));
    }

    /** 202 with the run that waits or runs; with {@code if_stale} 200 and the last run where none is due. */
    @POST
    @Path("/runs")
    public Response queue(RunRequest request, @Context SecurityContext caller) {
        RunRequest wanted = request == null ? new RunRequest(null, false) : request;
        Integer days = wanted.windowDays();
        if (days != null && (days < 1 || days > 400)) {
            throw ProblemException.invalid("window_days", "window_days must be between 1 and 400.");
        }
        String by = caller.getUserPrincipal() == null
                ? "api"
                : caller.getUserPrincipal().getName();
        Optional<UUID> queued = wanted.ifStale() ? queue.queueIfStale(by, days) : Optional.of(queue.queue(by, days));
        return queued.map(runId -> Response.accepted(run(runId))
                        .location(URI.create("/api/v1/analysis/runs/" + runId))
                        .build())
                .orElseGet(() -> Response.ok(queue.latest(1).getFirst()).build());
    }

    @GET
    @Path("/staleness")
    public Staleness staleness() {
        return queue.staleness();
    }
}
