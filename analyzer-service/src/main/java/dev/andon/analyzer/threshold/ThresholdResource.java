package dev.andon.analyzer.threshold;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.common.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Thresholds: list, set, switch off, suggestions. Every change is audited under the caller's name. */
@Path("/api/v1/thresholds")
@Produces(MediaType.APPLICATION_JSON)
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
@RunOnVirtualThread
public final class ThresholdResource {
    private final Thresholds thresholds;

    ThresholdResource(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    /** A baseline, and a multiplier where it shall change. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Body(Double baselineP50Ms, Double multiplier) {}

    /** One threshold with its last changes. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Details(Threshold threshold, List<ThresholdAudit> audit) {}

    /** Which suggestions to take; without {@code dimensions} all, with an empty list none. */
    public record Selection(List<Chosen> dimensions) {
        /** One dimension. */
        @JsonNaming(SnakeCaseStrategy.class)
        public record Chosen(String dimensionType, String dimensionKey) {}
    }

    @GET
    public List<Threshold> all() {
        return thresholds.all();
    }

    @GET
    @Path("/{type}/{key: .+}")
    public Details one(@PathParam("type") String type, @PathParam("key") String key) {
        Threshold threshold = thresholds.one(type, key).orElseThrow(() -> notFound(type, key));
        return new Details(threshold, thresholds.audit(type, key));
    }

    @PUT
    @Path("/{type}/{key: .+}")
    public Threshold set(
            @PathParam("type") String type, @PathParam("key") String key, Body body, @Context SecurityContext caller) {
        if (body == null || body.baselineP50Ms() == null) {
            throw ProblemException.invalid(
                    "baseline_p50_ms", "baseline_p50_ms is missing: say the normal median in milliseconds.");
        }
        ThresholdChange change = new ThresholdChange(type, key, body.baselineP50Ms(), body.multiplier());
        change.fault().ifPresent(fault -> {
            throw ProblemException.invalid(fault.substring(0, fault.indexOf(' ')), fault);
        });
        return thresholds.set(change, name(caller));
    }

    /** Switches it off; the row and its history stay. */
    @DELETE
    @Path("/{type}/{key: .+}")
    public Threshold deactivate(
            @PathParam("type") String type, @PathParam("key") String key, @Context SecurityContext caller) {
        thresholds.deactivate(type, key, name(caller));
        return thresholds.one(type, key).orElseThrow(() -> notFound(type, key));
    }

    @GET
    @Path("/suggestions")
    public List<ThresholdSuggestion> suggestions(@QueryParam("window_days") @DefaultValue("7") int windowDays) {
        return thresholds.suggestions(checked(windowDays));
    }

    @POST
    @Path("/{path: (?:suggestions/)?apply}")
    public List<Threshold> apply(
            Selection selection,
            @QueryParam("window_days") @DefaultValue("7") int windowDays,
            @Context SecurityContext caller) {
        int days = checked(windowDays);
        if (selection == null || selection.dimensions() == null) {
            return thresholds.apply(Set.of(), days, name(caller));
        }
        if (selection.dimensions().contains(null)) {
            throw ProblemException.invalid(
                    "dimensions", "dimensions must be a list of dimension_type and dimension_key.");
        }
        Set<Dimension> wanted = selection.dimensions().stream()
                .map(chosen -> new Dimension(chosen.dimensionType(), chosen.dimensionKey()))
                .collect(Collectors.toSet());
        return wanted.isEmpty() ? List.of() : thresholds.apply(wanted, days, name(caller));
    }

    private static int checked(int windowDays) {
        if (windowDays < 1 || windowDays > 400) {
            throw ProblemException.invalid("window_days", "window_days must be between 1 and 400.");
        }
        return windowDays;
    }

    private static String name(SecurityContext caller) {
        return caller.getUserPrincipal() == null
                ? "api"
                : caller.getUserPrincipal().getName();
    }

    private static ProblemException notFound(String type, String key) {
        return ProblemException.notFound("Threshold not found: " + type + " " + key);
    }
}
