package dev.andon.monitor.check.page;

import io.quarkus.qute.TemplateData;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How far back a history goes and how long one cell of its strip is. Cells begin at multiples of their length, so they do not move
 * as time goes on.
 *
 * @param key in addresses
 * @param words of a heading: the last 48 h
 */
@TemplateData
record Span(String key, String words, Duration cell, int cells) {
    static final List<Span> ALL =
            List.of(new Span("48h", "48 h", Duration.ofHours(1), 48), new Span("14d", "14 d", Duration.ofHours(6), 56));

    /** The one of that name, else the shortest. */
    static Span of(String key) {
        return ALL.stream().filter(span -> span.key().equals(key)).findFirst().orElse(ALL.getFirst());
    }

    /** Where the first cell begins; the last one holds {@code now}. */
    Instant from(Instant now) {
        long length = cell.toSeconds();
        long last = Math.floorDiv(now.getEpochSecond(), length) * length;
        return Instant.ofEpochSecond(last - length * (cells - 1));
    }
}
