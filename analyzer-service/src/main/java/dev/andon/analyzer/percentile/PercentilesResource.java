package dev.andon.analyzer.percentile;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.threshold.ThresholdChange;
import dev.andon.common.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** Exact percentiles of one dimension beside those of the rollups. */
@Path("/api/v1/analysis/percentiles")
public final class PercentilesResource {
    private final Percentiles percentiles;

    PercentilesResource(Percentiles percentiles) {
        this.percentiles = percentiles;
    }

    /** Reads spans, so it may take long; beyond {@code andon.percentiles.timeout} the answer is 503. */
    @GET
    @RunOnVirtualThread
    public PercentileComparison percentiles(
            @QueryParam("dimension_type") String type,
            @QueryParam("dimension_key") String key,
            @QueryParam("window_days") @DefaultValue("7") int windowDays) {
        ThresholdChange.dimensionFault(type, key).ifPresent(fault -> {
            throw ProblemException.invalid(fault.substring(0, fault.indexOf(' ')), fault);
        });
        if (windowDays < 1 || windowDays > 400) {
            throw ProblemException.invalid("window_days", "window_days must be between 1 and 400.");
        }
        return percentiles
                .compare(new Dimension(type, key), windowDays)
                .orElseThrow(() -> ProblemException.notFound("A sample of " + type + " " + key + " in the window"));
    }
}
