package dev.andon.monitor.threshold;

import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import dev.andon.monitor.run.Finding;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/**
 * The thresholds, what should change about them, and what was changed.
 *
 * @param problem what was wrong with the form just sent; empty where nothing was
 * @param form what was sent, to be shown again
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ThresholdsPage(
        Shell shell,
        Part<List<Row>> rows,
        Part<List<Suggestion>> suggestions,
        Part<List<ThresholdRepository.Change>> history,
        List<String> types,
        String problem,
        Form form)
        implements TemplateInstance {

    /** A threshold with what the newest analysis says about its dimension; {@code finding} may be null. */
    @TemplateData
    record Row(Threshold threshold, Finding finding) {}

    /** A baseline that differs from the actual median by more than 20 %. {@code change} is a share of the present baseline. */
    @TemplateData
    record Suggestion(Threshold threshold, Finding finding, double change, String seconds) {}

    /** The fields of the form as text. */
    @TemplateData
    record Form(String type, String key, String seconds, String multiplier) {
        static final Form EMPTY = new Form("", "", "", "2");
    }
}
