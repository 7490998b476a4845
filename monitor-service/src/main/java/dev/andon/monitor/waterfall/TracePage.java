package dev.andon.monitor.waterfall;

import dev.andon.monitor.chart.Axis;
import dev.andon.monitor.page.Shell;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** One trace: its waterfall and the span that is picked. {@code ticks} hold shares of the whole in percent. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record TracePage(
        Shell shell,
        LoadedTrace trace,
        Minimap minimap,
        List<Axis.Tick> ticks,
        TraceRows rows,
        SpanPanel panel,
        boolean unfolded)
        implements TemplateInstance {}
