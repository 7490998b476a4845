package dev.andon.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff();

    @Test
    void a_process_that_keeps_ending_waits_twice_as_long_each_time_up_to_a_minute() {
        assertThat(seconds(9)).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(backoff.times()).isEqualTo(9);
    }

    @Test
    void one_that_ran_for_a_minute_begins_anew() {
        seconds(5);

        assertThat(backoff.after(Duration.ofSeconds(59))).isEqualTo(Duration.ofSeconds(16));
        assertThat(backoff.after(Duration.ofSeconds(60))).isZero();
        assertThat(backoff.times()).isEqualTo(1);
        assertThat(seconds(2)).containsExactly(1L, 2L);
    }

    private List<Long> seconds(int ends) {
        return IntStream.range(0, ends)
                .mapToObj(end -> backoff.after(Duration.ofSeconds(2)).toSeconds())
                .toList();
    }
}
