package dev.andon.monitor.chart;

import io.quarkus.qute.TemplateData;
import java.util.List;

/**
 * A finished chart: shapes in a box of 1000 by 200 units that stretches, and words placed beside it in percent, which do not.
 * The template {@code tags/plot.html} draws it.
 *
 * @param label one sentence that says what is seen
 * @param height of the plot, in CSS
 * @param left room for the words of the y axis, in CSS
 * @param right room for words at the ends of lines, in CSS
 */
@TemplateData
public record Plot(String label, String height, String left, String right, List<Shape> shapes, List<Label> labels) {
    /** Width of the box. */
    public static final double WIDTH = 1000;

    /** Height of the box. */
    public static final double HEIGHT = 200;

    public Plot {
        shapes = List.copyOf(shapes);
        labels = List.copyOf(labels);
    }

    /** Some of its shapes are links, so it is more than an image. */
    public boolean linked() {
        return shapes.stream().anyMatch(shape -> shape.href() != null);
    }

    /** One path. {@code href} makes it a link; {@code title} is its tooltip. Both may be null. */
    @TemplateData
    public record Shape(String css, String path, String href, String title) {}

    /** One word or figure, placed by the share of width and height in percent. */
    @TemplateData
    public record Label(String css, double left, double top, String text) {

        /** Words of an axis keep to it; the others stand where they are put. */
        public String style() {
            String across = "left:" + Path.number(left) + "%";
            String down = "top:" + Path.number(top) + "%";
            return css.startsWith("x") ? across : css.startsWith("y") ? down : across + ";" + down;
        }
    }
}
