package dev.andon.monitor.compare;

import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import dev.andon.monitor.waterfall.LoadedTrace;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.Locale;

/**
 * Two traces side by side, or a form that asks for two.
 *
 * @param comparison null where there is a problem
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ComparePage(Shell shell, Picked picked, Part<Comparison> comparison) implements TemplateInstance {

    /**
     * What the address names as the two; empty where it names none.
     *
     * @param problem why there is no comparison; empty where there is one
     */
    @TemplateData
    record Picked(String a, String b, String problem) {

        /** This page with a typical or a fast trace as the second one. */
        public String with(String word) {
            return PageUrl.of("/traces/compare").with("a", a).with("b", word).toString();
        }
    }

    /** Everything about two traces, ready to be shown. */
    @TemplateData
    record Comparison(
            Trace a,
            Trace b,
            Answer answer,
            List<Facts.Fact> facts,
            Differences differences,
            Structure structure,
            Links links) {

        public List<Trace> sides() {
            return List.of(a, b);
        }
    }

    /** One of both: A or B; {@code width} is its length against the longer one in percent. */
    @TemplateData
    record Trace(String letter, LoadedTrace trace, String name, double durationMs, double width) {

        /** The class of its tag. */
        public String css() {
            return letter.toLowerCase(Locale.ROOT);
        }
    }

    /** This page in its other states; {@code all} is empty where every place is shown. */
    @TemplateData
    record Links(String swapped, String byDimension, String byOperation, boolean operations, String all) {}
}
