package dev.andon.monitor.check.page;

import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.time.Instant;
import java.util.List;

/** One check: its newest result, its values over time, and when it changed. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record CheckPage(Shell shell, Span span, List<Span> spans, CheckRow row, Part<History> history)
        implements TemplateInstance {

    /**
     * What was found in the span.
     *
     * @param plot null where no value was measured
     * @param count results in the span
     */
    @TemplateData
    record History(Plot plot, Strip strip, List<Change> changes, int count) {}

    /** From here on it was so. */
    @TemplateData
    record Change(Instant at, CheckStatus status, String detail) {

        public String lamp() {
            return CheckRow.lamp(status);
        }

        public String words() {
            return CheckRow.words(status);
        }
    }
}
