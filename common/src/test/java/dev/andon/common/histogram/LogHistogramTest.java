package dev.andon.common.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LogHistogramTest {
    private static final double[] QUANTILES = {0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};

    @Test
    void every_quantile_is_within_the_stated_error_of_percentile_cont() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            long[] values = drawn(random, 1 + random.nextInt(400));
            LogHistogram histogram = LogHistogram.of(values);
            Arrays.sort(values);
            for (double p : QUANTILES) {
                double exact = percentileCont(values, p);
                assertThat(histogram.quantile(p)).isCloseTo(exact, within(exact * LogHistogram.RELATIVE_ERROR + 1e-9));
            }
        }
    }

    @Test
    void a_bucket_is_at_most_two_percent_wide_and_holds_its_midpoint() {
        Random random = new Random(8);
        for (int round = 0; round < 100_000; round++) {
            long value = random.nextLong() >>> 1 + random.nextInt(62);
            int index = LogHistogram.indexOf(value);
            assertThat(Math.abs(LogHistogram.midpoint(index) - value))
                    .isLessThanOrEqualTo(value * LogHistogram.RELATIVE_ERROR);
            assertThat(LogHistogram.indexOf(value + 1)).isBetween(index, index + 1);
        }
        assertThat(LogHistogram.indexOf(Long.MAX_VALUE)).isLessThan(64 << 6);
    }

    @Test
    void small_values_and_zero_are_exact() {
        for (long value = 0; value < 128; value++) {
            assertThat(LogHistogram.of(value).quantile(0.5)).isEqualTo(value);
        }
    }

    @Test
    void what_was_added_can_be_taken_out_to_the_last_count() {
        Random random = new Random(9);
        for (int round = 0; round < 100; round++) {
            long[] kept = drawn(random, random.nextInt(50));
            long[] gone = drawn(random, random.nextInt(50));
            LogHistogram histogram = LogHistogram.of(kept);
            histogram.merge(LogHistogram.of(gone));
            for (long value : gone) {
                histogram.subtract(value);
            }
            assertThat(histogram).isEqualTo(LogHistogram.of(kept)).hasSameHashCodeAs(LogHistogram.of(kept));

            LogHistogram difference = LogHistogram.of(kept);
            difference.subtract(LogHistogram.of(gone));
            difference.merge(LogHistogram.of(gone));
            assertThat(difference).isEqualTo(LogHistogram.of(kept));
        }
    }

    @Test
    void the_stored_form_gives_back_the_same_histogram() {
        Random random = new Random(10);
        for (int round = 0; round < 200; round++) {
            LogHistogram histogram = LogHistogram.of(drawn(random, random.nextInt(300)));
            assertThat(LogHistogram.fromBytes(histogram.toBytes())).isEqualTo(histogram);
        }
        assertThat(LogHistogram.of(Long.MAX_VALUE, 0).toBytes()).hasSizeLessThan(8);
    }

    @Test
    void damaged_bytes_are_refused() {
        byte[] good = LogHistogram.of(1, 5, 5, 70_000).toBytes();
        assertThatIllegalArgumentException().isThrownBy(() -> LogHistogram.fromBytes(new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> LogHistogram.fromBytes(new byte[] {9, 1, 1}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogHistogram.fromBytes(Arrays.copyOf(good, good.length - 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> LogHistogram.fromBytes(new byte[] {1, 3, 1, 0, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> LogHistogram.fromBytes(new byte[] {1, 3, 0}));
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            try {
                LogHistogram read = LogHistogram.fromBytes(noise);
                assertThat(LogHistogram.fromBytes(read.toBytes())).isEqualTo(read);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("istogram");
            }
        }
    }

    @Test
    void a_difference_is_not_stored() {
        LogHistogram difference = new LogHistogram();
        difference.subtract(5);

        assertThat(difference.hasNegativeCounts()).isTrue();
        assertThatIllegalStateException().isThrownBy(difference::toBytes);
    }

    @Test
    void an_empty_histogram_has_no_quantiles() {
        assertThat(new LogHistogram().quantile(0.5)).isNaN();
        assertThat(new LogHistogram().mean()).isNaN();
        assertThat(new LogHistogram().isEmpty()).isTrue();
    }

    static long[] drawn(Random random, int count) {
        long[] values = new long[count];
        double scale = random.nextDouble() * 25;
        for (int i = 0; i < count; i++) {
            values[i] = (long) Math.exp(random.nextGaussian() * 2 + scale);
        }
        return values;
    }

    static double percentileCont(long[] sorted, double p) {
        double rank = p * (sorted.length - 1);
        int below = (int) rank;
        return below == sorted.length - 1
                ? sorted[below]
                : sorted[below] + (rank - below) * (sorted[below + 1] - sorted[below]);
    }
}
