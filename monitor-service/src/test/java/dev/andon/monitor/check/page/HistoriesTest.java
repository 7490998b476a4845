package dev.andon.monitor.check.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.monitor.check.CheckGroup;
import dev.andon.monitor.check.CheckResult;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.check.page.ResultRepository.Cell;
import dev.andon.monitor.check.page.ResultRepository.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoriesTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:20:00Z");
    private static final Duration EVERY = Duration.ofMinutes(15);
    private static final Span TWO_DAYS = Span.of("48h");

    @Test
    void cells_stand_still_while_time_goes_on_and_the_last_one_holds_now() {
        assertThat(TWO_DAYS.from(NOW)).isEqualTo("2026-02-28T11:00:00Z");
        assertThat(TWO_DAYS.from(NOW.plusSeconds(2_399))).isEqualTo(TWO_DAYS.from(NOW));
        assertThat(Span.of("14d").from(NOW)).isEqualTo("2026-02-16T12:00:00Z");
        assertThat(Span.of("no such")).isEqualTo(TWO_DAYS);
    }

    @Test
    void a_cell_without_a_check_is_no_good_news() {
        Strip strip = Histories.strips(
                        List.of(
                                new Cell("a", 0, CheckStatus.FRESH),
                                new Cell("a", 2, CheckStatus.STALE),
                                new Cell("a", 47, CheckStatus.UNKNOWN)),
                        TWO_DAYS)
                .get("a");

        assertThat(strip.cells()).hasSize(48).startsWith("", "o", "b", "o").endsWith("o", "n");
        assertThat(strip.label())
                .isEqualTo(
                        "In the last 48\u00a0h, of 48 stretches: 0 with a warning, 1 stale, 1 not known, 45 without a check"
                                .replace("48\u00a0h", TWO_DAYS.words()));
    }

    @Test
    void the_worst_of_a_stretch_is_shown_and_each_change_is_listed_once() {
        List<Point> points = new ArrayList<>();
        points.add(point(60, CheckStatus.FRESH, 1.0));
        points.add(point(45, CheckStatus.STALE, 900.0));
        points.add(point(35, CheckStatus.STALE, 950.0));
        points.add(point(15, CheckStatus.FRESH, 2.0));
        points.add(point(1, CheckStatus.FRESH, 3.0));

        CheckPage.History history = Histories.of(row("s", 60.0, 600.0), points, TWO_DAYS, EVERY, NOW);

        assertThat(history.strip().cells()).endsWith("b", "");
        assertThat(history.changes())
                .extracting(CheckPage.Change::status)
                .containsExactly(CheckStatus.FRESH, CheckStatus.STALE, CheckStatus.FRESH);
        assertThat(history.changes().getFirst().at()).isEqualTo(NOW.minus(Duration.ofMinutes(15)));
        assertThat(history.count()).isEqualTo(5);
    }

    @Test
    void the_line_has_a_gap_where_checks_were_missed() {
        List<Point> points = List.of(
                point(300, CheckStatus.FRESH, 10.0),
                point(285, CheckStatus.FRESH, 10.0),
                point(100, CheckStatus.FRESH, 10.0),
                point(85, CheckStatus.FRESH, 10.0));

        CheckPage.History history = Histories.of(row("s", 20.0, 9_000.0), points, TWO_DAYS, EVERY, NOW);

        assertThat(history.plot().shapes())
                .filteredOn(shape -> shape.css().equals("now-line"))
                .singleElement()
                .satisfies(line -> assertThat(line.path().chars().filter(letter -> letter == 'M'))
                        .hasSize(2));
        assertThat(history.plot().labels())
                .extracting(label -> label.text())
                .contains("warning")
                .as("a limit far above would press the line to the ground")
                .doesNotContain("stale");
    }

    @Test
    void without_a_value_there_is_no_chart_and_with_zeros_there_is() {
        assertThat(Histories.of(
                                row(null, null, null),
                                List.of(point(1, CheckStatus.UNKNOWN, null)),
                                TWO_DAYS,
                                EVERY,
                                NOW)
                        .plot())
                .isNull();
        assertThat(Histories.of(row("hours", 1.0, 3.0), List.of(point(1, CheckStatus.FRESH, 0.0)), TWO_DAYS, EVERY, NOW)
                        .plot()
                        .label())
                .isEqualTo("Title, measures: 0 at first, 0 at last, 0 at most");
    }

    @Test
    void figures_are_read_by_people() {
        assertThat(CheckRow.amount(5_400.0, "s")).isEqualTo("1\u00a0h 30\u00a0min".replace(" ", "\u00a0"));
        assertThat(CheckRow.amount(7.0, "days")).isEqualTo("7\u00a0d");
        assertThat(CheckRow.amount(12.0, "services")).isEqualTo("12\u00a0services");
        assertThat(CheckRow.amount(1.0, "any span in 6 hours")).isEqualTo("1");
        assertThat(CheckRow.amount(null, "s")).isEqualTo("–");
        assertThat(row("s", 60.0, null).limits()).isEqualTo("1\u00a0min, –");
    }

    @Test
    void the_first_sentence_tells_of_the_worst_or_that_nobody_looks() {
        CheckRow good = row(CheckStatus.FRESH, NOW.minusSeconds(60));
        CheckRow warning = row(CheckStatus.WARN, NOW.minusSeconds(60));
        CheckRow bad = row(CheckStatus.STALE, NOW.minusSeconds(60));

        assertThat(Verdict.of(List.of(good, good), EVERY, NOW).title()).isEqualTo("All 2 checks are fresh.");
        assertThat(Verdict.of(List.of(good, warning, bad), EVERY, NOW))
                .extracting(Verdict::tone, Verdict::title, Verdict::detail)
                .containsExactly("bad", "Of 3 checks: 1 stale, 1 warning.", "Title: Detail of STALE");
        assertThat(Verdict.of(List.of(row(CheckStatus.STALE, NOW.minus(Duration.ofHours(1)))), EVERY, NOW))
                .extracting(Verdict::tone, Verdict::title)
                .containsExactly("warn", "Nobody has looked since 09:20:00, 1\u00a0h ago.");
    }

    private static Point point(int minutesAgo, CheckStatus status, Double value) {
        return new Point(NOW.minus(Duration.ofMinutes(minutesAgo)), status, value, "detail");
    }

    private static CheckRow row(CheckStatus status, Instant at) {
        return new CheckRow(result(status, null, null, null, at));
    }

    private static CheckRow row(String unit, Double warnAt, Double errorAt) {
        return new CheckRow(result(CheckStatus.FRESH, unit, warnAt, errorAt, NOW));
    }

    private static CheckResult result(CheckStatus status, String unit, Double warnAt, Double errorAt, Instant at) {
        return new CheckResult(
                "key",
                CheckGroup.RAW,
                "Title",
                "measures",
                status,
                null,
                unit,
                warnAt,
                errorAt,
                null,
                "Detail of " + status,
                null,
                "/freshness",
                "/runbook#key",
                at,
                1);
    }
}
