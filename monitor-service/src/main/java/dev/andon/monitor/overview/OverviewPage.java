package dev.andon.monitor.overview;

import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.improvement.Improvement;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import dev.andon.monitor.run.Run;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/**
 * The first page: is the line held up, where, since when, and what was done about it.
 *
 * @param empty nothing has arrived yet
 * @param held what holds the line up; null where nothing does or that is not known
 * @param trend of the worst dimension; null unless one is held
 * @param improvement of the worst dimension; null where there is none
 * @param line null where executions have no stations
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record OverviewPage(
        Shell shell,
        boolean empty,
        Dimension held,
        Part<Story> story,
        Part<Plot> trend,
        Part<Improvement> improvement,
        Part<Line> line,
        Part<Traffic> traffic,
        Part<List<Improvement>> improvements,
        Part<List<Run>> runs,
        Part<List<AlertRepository.Alert>> alerts,
        String ingestAddress)
        implements TemplateInstance {}
