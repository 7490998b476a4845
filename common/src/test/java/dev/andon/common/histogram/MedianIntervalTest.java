package dev.andon.common.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class MedianIntervalTest {

    @Test
    void ranks_are_those_of_the_published_table_for_95_percent() {
        // Conover's table: n = 6 gives the extremes, n = 10 the second and ninth, n = 20 the sixth and fifteenth, n =
        // 50 the 18th.
        assertThat(MedianInterval.lowerRank(5, 0.025)).isEqualTo(-1);
        assertThat(MedianInterval.lowerRank(6, 0.025)).isZero();
        assertThat(MedianInterval.lowerRank(10, 0.025)).isEqualTo(1);
        assertThat(MedianInterval.lowerRank(20, 0.025)).isEqualTo(5);
        assertThat(MedianInterval.lowerRank(50, 0.025)).isEqualTo(17);
    }

    @Test
    void too_few_values_give_no_bound() {
        assertThat(MedianInterval.of(LogHistogram.of(1, 2, 3), 0.95))
                .isEqualTo(new MedianInterval(0, Double.POSITIVE_INFINITY));
        assertThat(MedianInterval.of(new LogHistogram(), 0.95).low()).isZero();
    }

    @Test
    void the_approximation_joins_the_exact_sum() {
        long exact = MedianInterval.lowerRank(1000, 0.025);
        long approximate = MedianInterval.lowerRank(1001, 0.025);
        assertThat(approximate).isBetween(exact - 1, exact + 1);
    }

    @Test
    void the_interval_holds_the_median_as_often_as_it_says() {
        Random random = new Random(3);
        int held = 0;
        int rounds = 2_000;
        for (int round = 0; round < rounds; round++) {
            LogHistogram sample = new LogHistogram();
            int n = 6 + random.nextInt(60);
            for (int i = 0; i < n; i++) {
                sample.add((long) Math.exp(10 + random.nextGaussian()));
            }
            MedianInterval interval = MedianInterval.of(sample, 0.95);
            double slack = 1 + LogHistogram.RELATIVE_ERROR;
            if (interval.low() <= Math.exp(10) * slack && interval.high() * slack >= Math.exp(10)) {
                held++;
            }
        }
        assertThat(held).isGreaterThan((int) (rounds * 0.94));
    }
}
