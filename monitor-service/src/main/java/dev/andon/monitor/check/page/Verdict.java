package dev.andon.monitor.check.page;

import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.format.Numbers;
import dev.andon.monitor.format.Times;
import io.quarkus.qute.TemplateData;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What the page says first: how many checks are not as they should be, and whether anybody still looks.
 *
 * @param tone of the notice: ok, warn or bad
 * @param title the sentence that counts
 * @param detail what to do, or what is worst; may be empty
 * @param lamp of the badge
 * @param badge in the head, short
 */
@TemplateData
record Verdict(String tone, String title, String detail, String lamp, String badge) {
    /** Checks that were left out this many times in a row are no longer made. */
    private static final int MISSED = 3;

    /** Judges the newest results, of which there is at least one. */
    static Verdict of(List<CheckRow> rows, Duration every, Instant now) {
        Instant newest = rows.stream()
                .map(row -> row.result().checkedAt())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        CheckStatus worst = CheckStatus.worst(
                rows.stream().map(row -> row.result().status()).toList());
        if (newest.isBefore(now.minus(every.multipliedBy(MISSED)))) {
            return new Verdict(
                    "warn",
                    "Nobody has looked since " + Times.at(newest, now) + ", " + Times.ago(newest, now) + ".",
                    "What follows is what was true then. Checks are made every "
                            + Numbers.duration((double) every.toMillis())
                            + " by monitor, or by the CronJob in Kubernetes: see whether they run, or run them now.",
                    "warn",
                    "checked " + Times.ago(newest, now));
        }
        String badge = "checked " + Times.at(newest, now);
        List<CheckRow> wrong = rows.stream()
                .filter(CheckRow::wrong)
                .sorted(Comparator.comparing((CheckRow row) -> row.result().status(), Comparator.reverseOrder()))
                .toList();
        if (wrong.isEmpty()) {
            return new Verdict("ok", "All " + rows.size() + " checks are fresh.", "", "ok", badge);
        }
        CheckRow first = wrong.getFirst();
        return new Verdict(
                worst == CheckStatus.STALE ? "bad" : "warn",
                counts(rows),
                first.result().title() + ": " + first.result().detail(),
                CheckRow.lamp(worst),
                badge);
    }

    private static String counts(List<CheckRow> rows) {
        StringBuilder words = new StringBuilder();
        for (CheckStatus status : List.of(CheckStatus.STALE, CheckStatus.UNKNOWN, CheckStatus.WARN)) {
            long count =
                    rows.stream().filter(row -> row.result().status() == status).count();
            if (count > 0) {
                words.append(words.isEmpty() ? "" : ", ")
                        .append(count)
                        .append(
                                switch (status) {
                                    case STALE -> " stale";
                                    case UNKNOWN -> " not known";
                                    default -> count == 1 ? " warning" : " warnings";
                                });
            }
        }
        return "Of " + rows.size() + " checks: " + words + ".";
    }
}
