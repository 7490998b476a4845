package dev.andon.analyzer.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.andon.analyzer.baseline.HourlyMedian;
import dev.andon.analyzer.bottleneck.DimensionHistory.Previous;
import dev.andon.common.histogram.LogHistogram;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class AssessorTest {
    private static final Instant NOW = Instant.parse("2026-05-08T00:00:00Z");
    private static final int WINDOW = 168;
    private static final Dimension GATE = new Dimension("gate", "REVIEW");

    private final Random random = new Random(17);
    private final Assessor assessor = new Assessor(Period.ofDays(7, NOW), 1e9, 2e8);

    @Test
    void impact_is_excess_times_samples_on_the_critical_path() {
        Assessment assessment = assessor.assess(
                history(GATE, hour -> 300, 0.5, hour -> 300, Previous.NONE), Optional.of(Limit.threshold(100, 2)));

        double samples = assessment.evidence().samples();
        assertThat(assessment.state()).isEqualTo(DimensionState.ABOVE);
        assertThat(assessment.excessMs()).isCloseTo(200, within(10.0));
        assertThat(assessment.impactMs()).isCloseTo(assessment.excessMs() * samples * 0.5, within(samples));
        assertThat(assessment.ratio()).isCloseTo(3, within(0.1));
        assertThat(assessment.share())
                .isCloseTo(Math.min(1, assessment.evidence().criticalUs() / 1e9), within(1e-9));
    }

    @Test
    void the_worst_bottleneck_comes_first_and_off_the_critical_path_is_nothing() {
        Limit limit = Limit.threshold(100, 2);
        Dimension waitedFor = new Dimension("phase", "EXEC");
        Dimension beside = new Dimension("phase", "PLAN");
        Assessment small =
                assessor.assess(history(GATE, hour -> 260, 1, hour -> 260, Previous.NONE), Optional.of(limit));
        Assessment large =
                assessor.assess(history(waitedFor, hour -> 900, 1, hour -> 900, Previous.NONE), Optional.of(limit));
        Assessment parallel =
                assessor.assess(history(beside, hour -> 5000, 0, hour -> 5000, Previous.NONE), Optional.of(limit));

        assertThat(Assessor.bottlenecks(List.of(parallel, small, large)))
                .extracting(Assessment::dimension)
                .containsExactly(waitedFor, GATE, beside);
        assertThat(parallel.impactMs()).isZero();
    }

    @Test
    void a_step_without_a_threshold_alarms_and_says_since_when() {
        Assessment assessment = assessor.assess(
                history(GATE, hour -> hour < WINDOW - 6 ? 100 : 400, 1, hour -> 100, Previous.NONE), Optional.empty());
        Assessment earlier = assessor.assess(
                history(GATE, hour -> hour < WINDOW - 20 ? 100 : 400, 1, hour -> 100, Previous.NONE), Optional.empty());

        // Six of 24 hours do not move the median of a day; most of a day does.
        assertThat(assessment.isBottleneck()).isFalse();
        assertThat(earlier.state()).isEqualTo(DimensionState.ABOVE);
        assertThat(earlier.limit().source()).isEqualTo(Limit.Source.LEARNED);
        assertThat(earlier.since()).contains(NOW.minusSeconds(20 * 3600));
    }

    @Test
    void seasonal_load_does_not_alarm() {
        IntToDoubleFunction season = hour -> Math.floorMod(hour, 24) < 8 ? 100 : 400;

        assertThat(assessor.assess(history(GATE, season, 1, season, Previous.NONE), Optional.empty())
                        .state())
                .isNotEqualTo(DimensionState.ABOVE);
    }

    @Test
    void a_single_wild_hour_does_not_alarm() {
        IntToDoubleFunction outlier = hour -> hour == WINDOW - 3 ? 90_000 : 100;

        assertThat(assessor.assess(history(GATE, outlier, 1, hour -> 100, Previous.NONE), Optional.empty())
                        .state())
                .isEqualTo(DimensionState.WITHIN);
    }

    @Test
    void without_history_it_is_learning() {
        DimensionHistory day = new DimensionHistory(
                GATE, window(hour -> 100, 1).subList(WINDOW - 24, WINDOW), List.of(), Previous.NONE);

        assertThat(assessor.assess(day, Optional.empty()).state()).isEqualTo(DimensionState.LEARNING);
    }

    @Test
    void a_slow_week_does_not_teach_that_slow_is_normal() {
        Instant since = NOW.minusSeconds(6 * 86400);
        DimensionHistory slow = history(GATE, hour -> hour < 24 ? 100 : 300, 1, hour -> 100, new Previous(true, since));

        Assessment assessment = assessor.assess(slow, Optional.empty());

        assertThat(assessment.state()).isEqualTo(DimensionState.ABOVE);
        assertThat(assessment.since()).contains(since);
        assertThat(assessment.limit().baselineMs()).isCloseTo(100, within(5.0));
    }

    @Test
    void a_series_that_swings_around_its_limit_is_flagged_once() {
        Previous previous = Previous.NONE;
        List<Boolean> flagged = new ArrayList<>();
        for (int run = 0; run < 20; run++) {
            double level = run < 5 ? 100 : run % 2 == 0 ? 148 : 165;
            Assessment assessment = assessor.assess(
                    history(GATE, hour -> hour < WINDOW - 24 ? 100 : level, 1, hour -> 100, previous),
                    Optional.empty());
            flagged.add(assessment.isBottleneck());
            previous =
                    new Previous(assessment.isBottleneck(), assessment.since().orElse(null));
        }

        long changes = 0;
        for (int run = 1; run < flagged.size(); run++) {
            changes += flagged.get(run) != flagged.get(run - 1) ? 1 : 0;
        }
        assertThat(flagged).contains(true);
        assertThat(changes).isEqualTo(1);
    }

    private DimensionHistory history(
            Dimension dimension,
            IntToDoubleFunction window,
            double criticalShare,
            IntToDoubleFunction before,
            Previous previous) {
        List<HourlyMedian> medians = new ArrayList<>();
        for (int i = 1; i <= 22 * 24; i++) {
            medians.add(new HourlyMedian(hour(-i), 40, before.applyAsDouble(-i) * noise()));
        }
        return new DimensionHistory(dimension, window(window, criticalShare), medians, previous);
    }

    private List<HourRollup> window(IntToDoubleFunction p50Ms, double criticalShare) {
        List<HourRollup> hours = new ArrayList<>();
        for (int i = 0; i < WINDOW; i++) {
            LogHistogram durations = new LogHistogram();
            long sum = 0;
            for (int sample = 0; sample < 40; sample++) {
                long micros = (long) (p50Ms.applyAsDouble(i) * 1000 * noise());
                durations.add(micros);
                sum += micros;
            }
            long critical = (long) (sum * criticalShare);
            double median = durations.quantile(0.5) / 1000;
            hours.add(new HourRollup(
                    hour(i), 40, 0, sum, critical, critical, median, median, durations, List.of("t" + i)));
        }
        return hours;
    }

    private double noise() {
        return Math.exp(0.1 * random.nextGaussian());
    }

    private static Instant hour(int index) {
        return NOW.minusSeconds(3600L * (WINDOW - index));
    }
}
