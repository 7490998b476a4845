package dev.andon.analyzer.watermark;

/** The rollups cannot go on as they are until somebody runs {@code rollup rebuild}; the message says why and that. */
public final class RollupsHalted extends RuntimeException {
    private static final String REMEDY = " Spans are stored but not counted. Run: andon analyzer rollup rebuild";

    private RollupsHalted(String why) {
        super(why + REMEDY, null, false, false);
    }

    /** Transaction ids are those of another cluster. */
    static RollupsHalted restored(String reason) {
        return new RollupsHalted("The database was restored into another cluster. " + reason);
    }

    /** The rollups hold the results of another function than the present one; 0 while they are made anew. */
    static RollupsHalted ofVersion(int version) {
        return new RollupsHalted(
                version == Watermark.NO_VERSION
                        ? "The rollups are being made anew, or that was cut off."
                        : "The rollups were made by version " + version + " of the analyzer's arithmetic.");
    }
}
