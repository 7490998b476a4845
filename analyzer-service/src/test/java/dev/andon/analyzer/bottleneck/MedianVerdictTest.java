package dev.andon.analyzer.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.andon.analyzer.baseline.MedianConfidence;
import dev.andon.common.histogram.LogHistogram;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MedianVerdictTest {
    private static final Limit LIMIT = Limit.threshold(100, 2);

    private final Random random = new Random(11);

    @Test
    void no_verdict_rests_on_fewer_than_twenty_five_samples() {
        for (int samples = 0; samples < MedianVerdict.MINIMUM_SAMPLES; samples++) {
            LogHistogram slow = histogram(samples, 1e6);
            assertThat(MedianVerdict.of(slow, LIMIT, true).state()).isEqualTo(DimensionState.TOO_FEW);
            assertThat(MedianVerdict.of(slow, Limit.learned(1, 2), true).state())
                    .isEqualTo(DimensionState.TOO_FEW);
        }
        assertThat(MedianVerdict.of(histogram(25, 1e6), LIMIT, false).state()).isEqualTo(DimensionState.ABOVE);
    }

    @Test
    void a_median_above_its_limit_by_chance_is_watched_only() {
        LogHistogram torn = new LogHistogram();
        for (int i = 0; i < 40; i++) {
            torn.add(i < 19 ? 150_000 : 250_000);
        }

        MedianVerdict verdict = MedianVerdict.of(torn, LIMIT, false);

        assertThat(verdict.p50Ms()).isGreaterThan(200);
        assertThat(verdict.confidence()).isBetween(0.4, 0.7);
        assertThat(verdict.state()).isEqualTo(DimensionState.WATCHED);
    }

    @Test
    void states_follow_the_median() {
        assertThat(MedianVerdict.of(histogram(400, 140), LIMIT, false).state()).isEqualTo(DimensionState.WITHIN);
        assertThat(MedianVerdict.of(histogram(400, 170), LIMIT, false).state()).isEqualTo(DimensionState.WATCHED);
        assertThat(MedianVerdict.of(histogram(400, 260), LIMIT, false).state()).isEqualTo(DimensionState.ABOVE);
        assertThat(MedianVerdict.of(histogram(400, 260), Limit.NONE, false).state())
                .isEqualTo(DimensionState.LEARNING);
        assertThat(MedianVerdict.of(histogram(400, 260), Limit.OFF, true).state())
                .isEqualTo(DimensionState.OFF);
    }

    @Test
    void the_verdict_and_the_confidence_never_fall_as_durations_rise() {
        for (int round = 0; round < 300; round++) {
            int samples = 25 + random.nextInt(200);
            long[] micros = random.longs(samples, 1_000, 600_000).toArray();
            MedianVerdict before = MedianVerdict.of(LogHistogram.of(micros), LIMIT, false);
            double factor = 1 + random.nextDouble();
            for (int i = 0; i < samples; i++) {
                micros[i] = (long) Math.ceil(micros[i] * factor);
            }
            MedianVerdict after = MedianVerdict.of(LogHistogram.of(micros), LIMIT, false);

            assertThat(after.confidence()).isGreaterThanOrEqualTo(before.confidence() - 1e-12);
            assertThat(after.state().ordinal())
                    .isLessThanOrEqualTo(before.state().ordinal());
        }
    }

    @Test
    void whatever_is_above_is_above_with_at_least_99_5_per_cent() {
        for (int round = 0; round < 300; round++) {
            LogHistogram durations = histogram(25 + random.nextInt(3000), 150 + random.nextInt(120));
            MedianVerdict verdict = MedianVerdict.of(durations, LIMIT, false);

            assertThat(verdict.state() == DimensionState.ABOVE).isEqualTo(verdict.lowMs() > LIMIT.thresholdMs());
            if (verdict.state() == DimensionState.ABOVE) {
                assertThat(verdict.confidence()).isGreaterThan(0.9945);
            }
        }
    }

    @Test
    void a_median_at_the_limit_alarms_in_less_than_one_of_a_hundred_draws() {
        int alarms = 0;
        for (int round = 0; round < 2000; round++) {
            if (MedianVerdict.of(histogram(100, 199), LIMIT, false).state() == DimensionState.ABOVE) {
                alarms++;
            }
        }

        assertThat(alarms).isLessThan(20);
    }

    @Test
    void a_learned_finding_is_left_only_well_below_its_limit() {
        Limit learned = Limit.learned(100, 2);

        assertThat(MedianVerdict.of(histogram(400, 190), learned, true).state()).isEqualTo(DimensionState.ABOVE);
        assertThat(MedianVerdict.of(histogram(400, 190), learned, false).state())
                .isEqualTo(DimensionState.WATCHED);
        assertThat(MedianVerdict.of(histogram(400, 170), learned, true).state()).isEqualTo(DimensionState.WATCHED);
    }

    @Test
    void the_binomial_tail_is_right() {
        for (int n : new int[] {1, 25, 400, 1000}) {
            for (int k = 0; k < n; k += 1 + n / 13) {
                assertThat(MedianConfidence.lowerTail(n, k)).isCloseTo(exact(n, k), within(1e-9));
            }
        }
        assertThat(MedianConfidence.lowerTail(1001, 520)).isCloseTo(exact(1001, 520), within(1e-4));
        assertThat(MedianConfidence.lowerTail(1001, 460)).isCloseTo(exact(1001, 460), within(1e-4));
    }

    private static double exact(int n, int k) {
        BigInteger term = BigInteger.ONE;
        BigInteger sum = BigInteger.ONE;
        for (int i = 0; i < k; i++) {
            term = term.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
            sum = sum.add(term);
        }
        return new BigDecimal(sum)
                .divide(new BigDecimal(BigInteger.ONE.shiftLeft(n)), MathContext.DECIMAL64)
                .doubleValue();
    }

    private LogHistogram histogram(int samples, double p50Ms) {
        LogHistogram histogram = new LogHistogram();
        for (int i = 0; i < samples; i++) {
            histogram.add((long) (p50Ms * 1000 * Math.exp(random.nextGaussian() * 0.3)));
        }
        return histogram;
    }
}
