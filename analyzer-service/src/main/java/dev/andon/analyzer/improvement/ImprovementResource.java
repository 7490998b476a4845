package dev.andon.analyzer.improvement;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.andon.common.problem.ProblemException;
import dev.andon.common.sql.Database;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Improvements: what findings became, and a way to say that one is done or not worth doing. */
@Path("/api/v1/improvements")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class ImprovementResource {
    private static final Set<String> STATUSES = Set.of("RESOLVED", "DISMISSED", "REOPENED");
    private static final int MOST = 500;

    private final Database database;
    private final ImprovementRepository improvements;
    private final InstantSource clock;

    ImprovementResource(Database database, ImprovementRepository improvements, InstantSource clock) {
        this.database = database;
        this.improvements = improvements;
        this.clock = clock;
    }

    /**
     * @param status RESOLVED, DISMISSED or REOPENED; null where {@code resolved} says it
     * @param resolved true is RESOLVED, false is REOPENED
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Change(String status, Boolean resolved, String note) {
        String wanted() {
            if (status == null && resolved != null) {
                return resolved ? "RESOLVED" : "REOPENED";
            }
            return status;
        }
    }

    /** Newest first. */
    @GET
    public List<Improvement> list(
            @QueryParam("open") boolean open,
            @QueryParam("dimension_type") String type,
            @QueryParam("dimension_key") String key,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.invalid("limit", "limit must be between 1 and " + MOST + ".");
        }
        return database.read(session -> improvements.list(session, open, type, key, limit));
    }

    @GET
    @Path("/{id}")
    public Improvement one(@PathParam("id") long id) {
        return database.read(session -> improvements.one(session, id))
                .orElseThrow(() -> ProblemException.notFound("Improvement " + id));
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Improvement change(@PathParam("id") long id, Change change, @Context SecurityContext caller) {
        String status = change == null ? null : change.wanted();
        if (status == null || !STATUSES.contains(status)) {
            throw ProblemException.invalid("status", "status must be RESOLVED, DISMISSED or REOPENED.");
        }
        String by = caller.getUserPrincipal() == null
                ? "api"
                : caller.getUserPrincipal().getName();
        boolean changed = database.write(
                session -> improvements.changeStatus(session, id, status, by, change.note(), clock.instant()));
        if (!changed) {
            throw ProblemException.notFound("Improvement " + id);
        }
        return one(id);
    }
}
