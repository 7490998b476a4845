package dev.andon.monitor.check.history;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.andon.common.problem.ProblemException;
import dev.andon.monitor.check.CheckResult;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the checks found: the newest result of each, and the runs. */
@Path("/api/v1/checks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class CheckResource {
    private static final int MOST = 500;

    private final CheckHistory history;

    CheckResource(CheckHistory history) {
        this.history = history;
    }

    /** One run without its results. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Run(UUID runId, String scope, String trigger, String status, Instant startedAt, Instant finishedAt) {}

    /** The newest result of every check, whatever run it is of. */
    @GET
    public List<CheckResult> newest() {
        return history.newest();
    }

    /** Runs, newest first; status and finished_at are null while one goes on. */
    @GET
    @Path("/runs")
    public List<Run> runs(@QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.invalid("limit", "limit must be between 1 and " + MOST + ".");
        }
        return history.runs(limit);
    }
}
