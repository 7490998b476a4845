package dev.andon.monitor.waterfall;

import dev.andon.monitor.dimension.SpanType;
import io.quarkus.qute.TemplateData;
import java.util.ArrayList;
import java.util.List;

/**
 * One visible row of a waterfall. Places are in percent of the trace from its start.
 *
 * @param node number of the span in its tree
 * @param ref how the address names the span
 * @param inside how many spans lie below it
 * @param note a word beside the name; empty where there is none
 * @param selfUs own time on the critical path; null where it has none
 * @param critical pieces of the critical path, its own or, where it is folded, of what it holds
 * @param parts where the bar is solid: its own time, or the small spans folded into it
 */
@TemplateData
public record SpanRow(
        int node,
        String ref,
        SpanType type,
        String name,
        String note,
        int level,
        boolean parent,
        boolean open,
        int inside,
        boolean error,
        long durationUs,
        Long selfUs,
        Piece bar,
        List<Piece> parts,
        List<Piece> critical) {

    /** A stretch of the lane. {@code css} colours it. */
    @TemplateData
    public record Piece(double left, double width, String css) {
        private static final int MOST = 64;
        private static final double GAP_PERCENT = 0.12;

        /** For a style attribute. */
        public String style() {
            return "--l:" + number(left) + ";--w:" + number(width);
        }

        /** Joins pieces that nearly touch, and again with a wider gap until there are few enough to draw. */
        public static List<Piece> joined(List<Piece> pieces) {
            List<Piece> joined = pieces;
            for (double gap = GAP_PERCENT; gap == GAP_PERCENT || joined.size() > MOST; gap *= 2) {
                List<Piece> next = new ArrayList<>();
                for (Piece piece : joined) {
                    Piece last = next.isEmpty() ? null : next.getLast();
                    if (last != null
                            && piece.css().equals(last.css())
                            && piece.left() - last.left() - last.width() < gap) {
                        double end = Math.max(last.left() + last.width(), piece.left() + piece.width());
                        next.set(next.size() - 1, new Piece(last.left(), end - last.left(), last.css()));
                    } else {
                        next.add(piece);
                    }
                }
                joined = next;
                if (gap > 100) {
                    break;
                }
            }
            return joined.size() > MOST ? joined.subList(0, MOST) : joined;
        }

        private static String number(double value) {
            double rounded = Math.round(value * 1000) / 1000.0;
            return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
        }
    }

    /** The page of its trace with it picked; refs need no encoding. */
    public String href(String traceId) {
        return "/traces/" + traceId + "?span=" + ref;
    }

    public String css() {
        return type.css();
    }

    /** The letter of its tag. */
    public String letter() {
        return type.letter();
    }

    /** The type in words. */
    public String word() {
        return type.word();
    }

    /** It is on the critical path, or holds what is. */
    public boolean onPath() {
        return !critical.isEmpty();
    }

    /** Its words stand before the bar, since there is no room behind. */
    public boolean labelBefore() {
        return bar.left() + bar.width() > 90 && bar.left() > 22;
    }

    /** Where its words stand, for a style attribute. */
    public String labelStyle() {
        return "--l:" + Piece.number(labelBefore() ? bar.left() : bar.left() + bar.width());
    }

    /** Milliseconds, for words. */
    public double durationMs() {
        return durationUs / 1000.0;
    }

    /** Milliseconds, for words; null where it has no own time. */
    public Double selfMs() {
        return selfUs == null ? null : (Double) (selfUs / 1000.0);
    }
}
