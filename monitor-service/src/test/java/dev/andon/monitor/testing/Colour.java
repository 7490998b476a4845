package dev.andon.monitor.testing;

/** An sRGB colour in linear light, from 0 to 1 each, with the two measures the style guide asks of pairs. */
public record Colour(double red, double green, double blue) {

    /** What an eye that lacks one kind of cone sees (Machado, Oliveira and Fernandes 2009, severity 1). */
    public enum Sight {
        NORMAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
        PROTAN(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
        DEUTAN(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
        TRITAN(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900);

        private final double[] matrix;

        Sight(double... matrix) {
            this.matrix = matrix;
        }
    }

    /** Of {@code #rrggbb}. */
    public static Colour of(String hex) {
        return new Colour(linear(hex, 1), linear(hex, 3), linear(hex, 5));
    }

    /** WCAG's contrast ratio, from 1 to 21. */
    public double contrast(Colour other) {
        double lighter = Math.max(luminance(), other.luminance());
        return (lighter + 0.05) / (Math.min(luminance(), other.luminance()) + 0.05);
    }

    /** Distance in OKLab, times 100. */
    public double distance(Colour other, Sight sight) {
        double[] one = seenBy(sight).oklab();
        double[] two = other.seenBy(sight).oklab();
        return 100 * Math.hypot(Math.hypot(one[0] - two[0], one[1] - two[1]), one[2] - two[2]);
    }

    private double luminance() {
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }

    private Colour seenBy(Sight sight) {
        double[] m = sight.matrix;
        return new Colour(row(m, 0), row(m, 3), row(m, 6));
    }

    private double row(double[] m, int at) {
        return Math.clamp(m[at] * red + m[at + 1] * green + m[at + 2] * blue, 0, 1);
    }

    private double[] oklab() {
        double l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
        double m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
        double s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
        return new double[] {
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
        };
    }

    private static double linear(String hex, int at) {
        double value = Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
