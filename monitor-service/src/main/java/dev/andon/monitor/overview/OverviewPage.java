package dev.andon.monitor.overview;

import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.improvement.Improvement;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.run.Run;
import dev.andon.monitor.run.RunRepository;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/**
 * The first page: is the line held up, where, since when, and what was done about it.
 *
 * @param latest the run the story is from; null where none succeeded
 * @param trend of the worst dimension; null unless it is held
 * @param cause what grew most in it; null where that is not known
 * @param line null where executions have no stations
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record OverviewPage(
        Shell shell,
        Story story,
        RunRepository.Latest latest,
        Plot trend,
        dev.andon.monitor.run.Finding.Growth cause,
        Improvement improvement,
        Line line,
        List<Tile> tiles,
        Plot endToEnd,
        Plot traffic,
        List<Improvement> improvements,
        List<Run> runs,
        List<AlertRepository.Alert> alerts,
        String ingestAddress)
        implements TemplateInstance {}
