package dev.andon.common.trace;

/**
 * The typed columns of a span that name what it is measured as; null where it has none.
 *
 * @param peerService the called service, where a CLIENT or PRODUCER span names it
 */
public record SpanDimensions(
        String phase, String gate, String subagent, String sdType, String model, String tool, String peerService) {
    public static final SpanDimensions NONE = new SpanDimensions(null, null, null, null, null, null, null);
}
