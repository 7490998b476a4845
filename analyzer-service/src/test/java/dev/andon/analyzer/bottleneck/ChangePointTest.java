package dev.andon.analyzer.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.analyzer.baseline.HourlyMedian;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class ChangePointTest {
    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");

    private final Random random = new Random(5);

    @Test
    void finds_the_hour_of_a_step_to_within_an_hour() {
        for (int step = 5; step < 160; step += 5) {
            int at = step;
            List<HourlyMedian> hours = hours(168, hour -> hour < at ? 100 : 220);
            Collections.shuffle(hours, random);

            assertThat(Duration.between(
                                    START.plusSeconds(3600L * at),
                                    ChangePoint.of(hours).orElseThrow())
                            .abs())
                    .isLessThanOrEqualTo(Duration.ofHours(1));
        }
    }

    @Test
    void steady_noise_has_none() {
        for (int round = 0; round < 100; round++) {
            assertThat(ChangePoint.of(hours(168, hour -> 100))).isEmpty();
        }
    }

    @Test
    void one_wild_hour_is_no_step() {
        assertThat(ChangePoint.of(hours(100, hour -> hour == 97 ? 50_000 : 100)))
                .isEmpty();
    }

    @Test
    void becoming_faster_is_none() {
        assertThat(ChangePoint.of(hours(100, hour -> hour < 50 ? 300 : 100))).isEmpty();
    }

    @Test
    void too_few_hours_have_none() {
        assertThat(ChangePoint.of(hours(4, hour -> hour < 2 ? 1 : 1000))).isEmpty();
    }

    private List<HourlyMedian> hours(int count, IntToDoubleFunction p50) {
        List<HourlyMedian> hours = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double noisy = p50.applyAsDouble(i) * Math.exp(0.1 * random.nextGaussian());
            hours.add(new HourlyMedian(START.plusSeconds(3600L * i), 30 + random.nextInt(40), noisy));
        }
        return hours;
    }
}
