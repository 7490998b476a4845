package dev.andon.monitor.bottleneck;

import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.improvement.Improvement;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.threshold.Threshold;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.time.Instant;
import java.util.List;

/**
 * One dimension: how its time is spread and changes, what in it grew, which traces show it, and its threshold.
 *
 * @param analysis what the newest analysis says; null where it does not know the dimension
 * @param limit null where nobody set one
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record DimensionPage(
        Shell shell,
        Dimension dimension,
        Part<Finding> analysis,
        Part<Figures> figures,
        Part<List<Example>> examples,
        Part<List<Improvement>> improvements,
        Part<Threshold> limit)
        implements TemplateInstance {

    /** A trace that shows the dimension. */
    @TemplateData
    record Example(String traceId, String execution, Instant startedAt, double durationMs, String status, long spans) {}
}
