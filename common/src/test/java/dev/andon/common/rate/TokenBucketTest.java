package dev.andon.common.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void two_seconds_worth_pass_at_once_and_then_the_rate() {
        TokenBucket bucket = new TokenBucket(10, 0);

        assertThat(passedOf(bucket, 100, 0)).isEqualTo(20);
        assertThat(passedOf(bucket, 100, SECOND)).isEqualTo(10);
        assertThat(passedOf(bucket, 100, 100 * SECOND)).isEqualTo(20);
    }

    @Test
    void refusal_tells_when_the_next_one_passes() {
        TokenBucket bucket = new TokenBucket(10, 0);
        passedOf(bucket, 20, 0);

        Duration wait = bucket.take(0);

        assertThat(wait).isEqualTo(Duration.ofMillis(100));
        assertThat(bucket.take(wait.toNanos())).isZero();
    }

    @Test
    void clock_that_stands_or_goes_back_gives_nothing_away() {
        TokenBucket bucket = new TokenBucket(1, 10 * SECOND);
        passedOf(bucket, 2, 10 * SECOND);

        assertThat(bucket.take(0)).isPositive();
        assertThat(bucket.take(10 * SECOND)).isPositive();
    }

    private static int passedOf(TokenBucket bucket, int requests, long now) {
        int passed = 0;
        for (int i = 0; i < requests; i++) {
            passed += bucket.take(now).isZero() ? 1 : 0;
        }
        return passed;
    }
}
