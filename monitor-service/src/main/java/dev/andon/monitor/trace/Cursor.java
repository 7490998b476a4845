package dev.andon.monitor.trace;

import java.time.Instant;

/** Where a page of the list of traces ended: microseconds of its start or its duration, and the id that breaks ties. */
record Cursor(long figure, String traceId) {

    static Cursor of(Found last, boolean bySlowest) {
        Instant at = last.startedAt();
        long figure = bySlowest
                ? Math.round(last.durationMs() * 1000)
                : at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
        return new Cursor(figure, last.traceId());
    }

    /** Null where the text is none. */
    static Cursor parse(String text) {
        String[] parts = text == null ? new String[0] : text.split("\\.", 2);
        try {
            return parts.length == 2 ? new Cursor(Long.parseLong(parts[0]), parts[1]) : null;
        } catch (NumberFormatException notOurs) {
            return null;
        }
    }

    Instant time() {
        return Instant.ofEpochSecond(Math.floorDiv(figure, 1_000_000), Math.floorMod(figure, 1_000_000) * 1000L);
    }

    double durationMs() {
        return figure / 1000.0;
    }

    @Override
    public String toString() {
        return figure + "." + traceId;
    }
}
