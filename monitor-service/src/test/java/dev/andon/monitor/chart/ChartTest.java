package dev.andon.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChartTest {
    private static final Instant START = Instant.parse("2026-11-12T00:00:00Z");
    private static final TimeAxis WEEK = new TimeAxis(START, START.plus(Duration.ofDays(7)));

    @Test
    void an_axis_starts_at_zero_and_has_three_to_six_round_ticks_whatever_the_maximum() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            double max = Math.pow(10, random.nextDouble() * 9 - 1);
            Axis axis = Axis.ofDuration(max);
            assertThat(axis.ticks()).as("max %s", max).hasSizeBetween(2, 6);
            assertThat(axis.ticks().getFirst().value()).isZero();
            assertThat(axis.y(max)).isBetween(0.0, Plot.HEIGHT);
            assertThat(Axis.ofCount(max).ticks()).as("count %s", max).hasSizeBetween(2, 6);
        }
    }

    @Test
    void ticks_of_durations_read_like_durations() {
        assertThat(Axis.ofDuration(50_000).ticks())
                .extracting(Axis.Tick::text)
                .containsExactly("0", "15\u00a0s", "30\u00a0s", "45\u00a0s");
        assertThat(Axis.ofDuration(0.3).ticks().get(1).text()).isEqualTo("0.1\u00a0ms");
        assertThat(Axis.ofDuration(3_000).ticks()).extracting(Axis.Tick::text).contains("1\u00a0s", "2\u00a0s");
    }

    @Test
    void a_logarithmic_axis_encloses_its_values() {
        Axis axis = Axis.ofLogDuration(730, 190_000);
        assertThat(axis.low()).isLessThanOrEqualTo(730);
        assertThat(axis.high()).isGreaterThanOrEqualTo(190_000);
        assertThat(axis.share(axis.low())).isZero();
        assertThat(axis.share(axis.high())).isEqualTo(1.0);
    }

    @Test
    void a_week_is_marked_by_days_and_an_hour_by_minutes() {
        assertThat(WEEK.marks())
                .extracting(TimeAxis.Mark::text)
                .startsWith("Thu 12", "Fri 13")
                .hasSize(8);
        TimeAxis hour = new TimeAxis(START, START.plus(Duration.ofHours(1)));
        assertThat(hour.marks()).extracting(TimeAxis.Mark::text).contains("00:15", "00:30");
    }

    @Test
    void words_of_a_time_axis_never_touch_wherever_the_week_begins() {
        for (int minutes = 0; minutes < 24 * 60; minutes += 7) {
            Instant from = START.plus(Duration.ofMinutes(minutes));
            TimeAxis week = new TimeAxis(from, from.plus(Duration.ofDays(7)));
            List<Plot.Label> words =
                    TrendChart.median("gate", List.of(), week, Duration.ofHours(1), TrendChart.Reference.NONE)
                            .labels()
                            .stream()
                            .filter(label -> label.css().startsWith("x"))
                            .toList();
            assertThat(words).hasSizeGreaterThan(4);
            for (int i = 1; i < words.size(); i++) {
                assertThat(start(words.get(i)) - end(words.get(i - 1)))
                        .as("%s beside %s, from %s", words.get(i), words.get(i - 1), from)
                        .isPositive();
            }
        }
    }

    /** In percent of a plot of 360 pixels, a letter being six of them. */
    private static double start(Plot.Label label) {
        double width = label.text().length() * 6 / 3.6;
        return label.left() - (label.css().contains("first") ? 0 : label.css().contains("last") ? width : width / 2);
    }

    private static double end(Plot.Label label) {
        return start(label) + label.text().length() * 6 / 3.6;
    }

    @Test
    void gaps_in_a_trend_stay_gaps() {
        Plot plot = TrendChart.median(
                "gate",
                List.of(point(0, 5_000.0), point(1, 5_000.0), point(2, null), point(3, 5_000.0), point(4, 5_000.0)),
                WEEK,
                Duration.ofHours(1),
                TrendChart.Reference.NONE);
        String line = shape(plot, "now-line");
        assertThat(line.chars().filter(c -> c == 'M').count()).isEqualTo(2);
    }

    @Test
    void a_trend_names_its_limit_in_words_too() {
        TrendChart.Reference reference = new TrendChart.Reference(4_000.0, 5_000.0, 6_000.0, 15_000.0, List.of());
        Plot plot = TrendChart.full("gate", List.of(point(0, 41_600.0)), WEEK, Duration.ofHours(1), reference);
        assertThat(plot.label()).contains("limit 15.0\u00a0s");
        assertThat(plot.labels()).extracting(Plot.Label::text).contains("limit 15\u00a0s", "usual 5\u00a0s");
        assertThat(plot.shapes()).extracting(Plot.Shape::css).contains("band", "limit-line", "now-line thin");
    }

    @Test
    void bars_of_a_distribution_add_up_to_one() {
        List<DistributionChart.Bucket> now = List.of(
                new DistributionChart.Bucket(1_000, 1_020, 40), new DistributionChart.Bucket(40_000, 40_800, 60));
        Plot plot = DistributionChart.of(
                "gate", now, List.of(), new DistributionChart.Marks(null, 40_000.0, null, 15_000.0), 28);
        assertThat(shape(plot, "now-bar half")).isNotEmpty();
        assertThat(plot.shapes()).extracting(Plot.Shape::css).doesNotContain("then-step");
        assertThat(plot.labels()).extracting(Plot.Label::text).contains("60\u00a0%");
    }

    @Test
    void a_spark_with_one_value_or_none_draws_no_nonsense() {
        assertThat(Spark.of(List.of(), null, 80)).isEqualTo(new Spark(80, "", "", ""));
        Spark one = Spark.of(List.of(5.0), null, 80);
        assertThat(one.path()).startsWith("M3 ");
        assertThat(Spark.of(Arrays.asList(1.0, null, 3.0), 2.0, 80).limit()).startsWith("M0 ");
    }

    @Test
    void a_bullet_keeps_value_baseline_and_limit_on_its_track() {
        Bullet bullet = Bullet.of(41_600, 5_000.0, 15_000.0, "above");
        assertThat(bullet.tone()).isEqualTo("over");
        assertThat(bullet.value()).isBetween(90.0, 100.0);
        assertThat(bullet.baseline()).isLessThan(bullet.limit());
        assertThat(Bullet.of(0, null, null, "learning").value()).isZero();
    }

    @Test
    void a_heat_map_links_every_cell_and_outlines_failures() {
        HeatMap.Cell cell = new HeatMap.Cell(START, 1_000, 2_000, 3, 1);
        Plot plot = HeatMap.of(List.of(cell), WEEK, Duration.ofHours(2), c -> "/traces?min=1000");
        Plot.Shape drawn = plot.shapes().getLast();
        assertThat(drawn.css()).isEqualTo("h5 hx");
        assertThat(drawn.href()).isEqualTo("/traces?min=1000");
        assertThat(drawn.title()).contains("3 traces", "1 failed");
    }

    @Test
    void an_effect_shows_both_medians_with_their_sample_sizes() {
        Plot plot = EffectChart.of(
                new EffectChart.Measure(41_600, 39_800.0, 43_100.0, 1_041),
                new EffectChart.Measure(9_200, 7_900.0, 10_700.0, 64),
                15_000.0);
        assertThat(plot.labels())
                .extracting(Plot.Label::text)
                .contains("41.6\u00a0s, n 1\u00a0041", "9.20\u00a0s, n 64");
        assertThat(plot.shapes()).extracting(Plot.Shape::css).contains("dot good", "dot then");
    }

    private static TrendChart.Point point(int hour, Double p50) {
        return new TrendChart.Point(
                START.plus(Duration.ofHours(hour)), p50, p50 == null ? null : p50 * 2, p50 == null ? 0 : 9);
    }

    private static String shape(Plot plot, String css) {
        return plot.shapes().stream()
                .filter(s -> s.css().equals(css))
                .findFirst()
                .orElseThrow()
                .path();
    }
}
