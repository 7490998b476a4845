package dev.andon.monitor.waterfall;

import dev.andon.common.trace.CriticalPath;
import dev.andon.common.trace.TraceSpan;
import io.quarkus.qute.TemplateData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The whole trace in a box of 1000 by 100: a line a span in reading order, neighbours joined where there are over a thousand. */
@TemplateData
public record Minimap(List<Layer> layers) {
    private static final int MOST_LINES = 1_000;
    private static final int LEVELS = 140;

    /** The lines of one type of span, or of the critical path. */
    @TemplateData
    public record Layer(String css, String path) {}

    /** Draws a waterfall, the critical path on top. */
    public static Minimap of(Waterfall waterfall) {
        int levels = waterfall.size() <= MOST_LINES ? waterfall.size() : LEVELS;
        Map<String, Map<Integer, long[]>> byType = new LinkedHashMap<>();
        Map<Integer, long[]> critical = new TreeMap<>();
        List<Layer> layers = new ArrayList<>();
        for (int node = 0; node < waterfall.size(); node++) {
            TraceSpan span = waterfall.tree().span(node);
            int level = (int) ((long) waterfall.place(node) * levels / waterfall.size());
            extend(byType.computeIfAbsent(span.type(), type -> new TreeMap<>()), level, span.startUs(), span.endUs());
        }
        int main = waterfall.tree().mainRoot();
        for (CriticalPath.Segment segment :
                main < 0 ? List.<CriticalPath.Segment>of() : waterfall.path().segments(main)) {
            int level = (int) ((long) waterfall.place(segment.node()) * levels / waterfall.size());
            extend(critical, level, segment.fromUs(), segment.toUs());
        }
        byType.forEach((type, lines) -> layers.add(new Layer("k-" + type, path(waterfall, lines, levels))));
        layers.add(new Layer("crit", path(waterfall, critical, levels)));
        return new Minimap(layers);
    }

    private static void extend(Map<Integer, long[]> lines, int level, long from, long to) {
        lines.merge(level, new long[] {from, to}, (one, other) ->
                new long[] {Math.min(one[0], other[0]), Math.max(one[1], other[1])});
    }

    private static String path(Waterfall waterfall, Map<Integer, long[]> lines, int levels) {
        StringBuilder path = new StringBuilder();
        lines.forEach((level, ends) -> {
            long from = (ends[0] - waterfall.startUs()) * 1000 / waterfall.durationUs();
            long to = Math.max(from + 1, (ends[1] - waterfall.startUs()) * 1000 / waterfall.durationUs());
            double y = Math.round((level + 0.5) * 1000.0 / levels) / 10.0;
            path.append('M').append(from).append(' ').append(y).append('H').append(to);
        });
        return path.toString();
    }
}
