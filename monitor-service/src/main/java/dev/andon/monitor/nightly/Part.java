package dev.andon.monitor.nightly;

/**
 * One part of a nightly run.
 *
 * @param outcome how it ended
 * @param detail one sentence
 * @param remedy what to do; null where there is nothing to do
 */
record Part(String name, Outcome outcome, String detail, String remedy, double seconds) {
    enum Outcome {
        OK,
        FAILED,
        /** It could not be looked at. */
        UNKNOWN
    }
}
