package dev.andon.monitor.bottleneck;

import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.dimension.RollupRepository;
import dev.andon.monitor.improvement.Improvement;
import dev.andon.monitor.improvement.ImprovementRepository;
import dev.andon.monitor.page.Missing;
import dev.andon.monitor.page.Range;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.part.Part;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.RunRepository;
import dev.andon.monitor.threshold.Threshold;
import dev.andon.monitor.threshold.ThresholdRepository;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The page of one dimension. Its key is the rest of the path, or the query key {@code key}, since it may be any text. */
@Path("/bottlenecks/{type}")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class DimensionResource {
    /** Traces shown as examples. */
    static final int MOST_EXAMPLES = 8;

    private final Shells shells;
    private final RunRepository runs;
    private final RollupRepository rollups;
    private final ExampleRepository examples;
    private final ThresholdRepository thresholds;
    private final ImprovementRepository improvements;

    DimensionResource(
            Shells shells,
            RunRepository runs,
            RollupRepository rollups,
            ExampleRepository examples,
            ThresholdRepository thresholds,
            ImprovementRepository improvements) {
        this.shells = shells;
        this.runs = runs;
        this.rollups = rollups;
        this.examples = examples;
        this.thresholds = thresholds;
        this.improvements = improvements;
    }

    @GET
    public TemplateInstance byQuery(@RestPath String type, @RestQuery String key) {
        return page(type, key == null ? "" : key);
    }

    @GET
    @Path("/{key: .+}")
    public TemplateInstance byPath(@RestPath String type, @RestPath String key) {
        return page(type, key);
    }

    private TemplateInstance page(String type, String key) {
        Dimension dimension = new Dimension(type, key);
        if (!Dimension.isType(type) || key.isEmpty()) {
            throw missing(dimension);
        }
        Range range = shells.range("7d");
        Part<Finding> finding = shells.part(
                "The last analysis",
                () -> runs.latest()
                        .flatMap(latest -> latest.output().of(dimension))
                        .orElse(null));
        Part<Threshold> threshold =
                shells.part("The threshold", () -> thresholds.of(dimension).orElse(null));
        Part<Figures> figures = shells.part(
                "The times of " + key,
                () -> figures(new Figures.Standard(dimension, finding.shown(), threshold.shown()), range));
        Part<List<DimensionPage.Example>> examples =
                shells.part("The examples", () -> this.examples.of(exampleIds(finding.shown(), figures.value())));
        Part<List<Improvement>> opened = shells.part("The improvements", () -> improvements.of(dimension));
        boolean read = !finding.failed() && !threshold.failed() && !figures.failed();
        if (read
                && finding.value() == null
                && threshold.value() == null
                && figures.value().isEmpty()) {
            throw missing(dimension);
        }
        return new DimensionPage(
                shells.of("bottlenecks", key, range), dimension, finding, figures, examples, opened, threshold);
    }

    private Figures figures(Figures.Standard standard, Range range) {
        Range before = standard.before(range);
        return Figures.of(
                standard,
                range,
                rollups.hours(standard.dimension(), range.from(), range.to()),
                rollups.hours(standard.dimension(), before.from(), before.to()));
    }

    private static List<String> exampleIds(Finding finding, Figures figures) {
        return Stream.concat(finding == null ? Stream.of() : finding.exemplars().stream(), figures.exemplars().stream())
                .distinct()
                .limit(MOST_EXAMPLES)
                .toList();
    }

    private static Missing missing(Dimension dimension) {
        return new Missing("No " + dimension.word() + " of the name " + dimension.key() + " was seen in this range.");
    }
}
