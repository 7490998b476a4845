package dev.andon.analyzer.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class LearnedBaselineTest {
    private static final Instant RECENT = Instant.parse("2026-05-06T00:00:00Z");

    private final Random random = new Random(3);

    @Test
    void seasonal_load_is_expected_at_its_hours() {
        ToDoubleFunction<Instant> season = hour -> hour.atZone(ZoneOffset.UTC).getHour() < 8 ? 100 : 400;

        LearnedBaseline baseline =
                LearnedBaseline.learn(history(28, season), recent(12, season)).orElseThrow();

        // Eight quiet hours and four busy ones: the median of the mixture is a quiet one.
        assertThat(baseline.baselineMs()).isCloseTo(100, Percentage.withPercentage(10));
        assertThat(baseline.multiplier()).isBetween(1.5, 1.6);
        LearnedBaseline busy = LearnedBaseline.learn(
                        history(28, season), recent(24, season).subList(0, 10))
                .orElseThrow();
        assertThat(busy.baselineMs()).isCloseTo(400, Percentage.withPercentage(10));
    }

    @Test
    void an_hour_of_the_week_speaks_for_itself_after_three_weeks() {
        ToDoubleFunction<Instant> season =
                hour -> hour.atZone(ZoneOffset.UTC).getDayOfWeek().getValue() == 3 ? 900 : 100;

        assertThat(LearnedBaseline.learn(history(28, season), recent(24, season))
                        .orElseThrow()
                        .baselineMs())
                .isCloseTo(900, Percentage.withPercentage(10));
        assertThat(LearnedBaseline.learn(history(13, season), recent(24, season))
                        .orElseThrow()
                        .baselineMs())
                .isCloseTo(100, Percentage.withPercentage(10));
    }

    @Test
    void outliers_teach_nothing() {
        List<HourlyMedian> history = new ArrayList<>(history(14, hour -> 100));
        for (int i = 0; i < history.size(); i += 10) {
            history.set(i, new HourlyMedian(history.get(i).hour(), 50, 60_000));
        }

        LearnedBaseline baseline =
                LearnedBaseline.learn(history, recent(24, hour -> 100)).orElseThrow();

        assertThat(baseline.baselineMs()).isCloseTo(100, Percentage.withPercentage(5));
        assertThat(baseline.multiplier()).isLessThan(1.6);
    }

    @Test
    void young_history_is_wider_and_too_young_history_says_nothing() {
        double young = LearnedBaseline.learn(history(1, hour -> 100), recent(24, hour -> 100))
                .orElseThrow()
                .multiplier();
        double mature = LearnedBaseline.learn(history(28, hour -> 100), recent(24, hour -> 100))
                .orElseThrow()
                .multiplier();

        assertThat(young).isGreaterThan(mature).isGreaterThanOrEqualTo(2.0);
        assertThat(LearnedBaseline.learn(history(1, hour -> 100).subList(1, 24), recent(24, hour -> 100)))
                .isEmpty();
    }

    @Test
    void a_restless_history_widens_the_limit() {
        List<HourlyMedian> restless = history(20, hour -> random.nextBoolean() ? 60 : 180);

        assertThat(LearnedBaseline.learn(restless, recent(24, hour -> 100))
                        .orElseThrow()
                        .multiplier())
                .isGreaterThan(2.5);
    }

    private List<HourlyMedian> history(int days, ToDoubleFunction<Instant> p50) {
        return hours(-24 * days, 24 * days, p50);
    }

    private List<HourlyMedian> recent(int count, ToDoubleFunction<Instant> p50) {
        return hours(0, count, p50).reversed();
    }

    private List<HourlyMedian> hours(int from, int count, ToDoubleFunction<Instant> p50) {
        List<HourlyMedian> hours = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant hour = RECENT.plusSeconds(3600L * (from + i));
            hours.add(new HourlyMedian(hour, 50, p50.applyAsDouble(hour) * (1 + 0.03 * random.nextGaussian())));
        }
        return hours;
    }
}
