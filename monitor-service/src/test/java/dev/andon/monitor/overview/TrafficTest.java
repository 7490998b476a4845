package dev.andon.monitor.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.histogram.LogHistogram;
import dev.andon.monitor.format.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final Instant NOW = Instant.parse("2026-03-04T10:15:00Z");

    @Test
    void a_steady_day_is_like_the_day_before_at_any_minute_of_the_hour() {
        List<TrafficRepository.Hour> hours = new ArrayList<>();
        for (Instant hour = Instant.parse("2026-03-02T10:00:00Z"); hour.isBefore(NOW); hour = hour.plusSeconds(3600)) {
            boolean running = hour.plusSeconds(3600).isAfter(NOW);
            hours.add(hour(hour, running ? 25 : 100, 2_000));
        }

        assertThat(tile(hours, "Traces").figure()).isEqualTo(Numbers.count(2_400L));
        assertThat(tile(hours, "Traces").was()).isEqualTo("was " + Numbers.count(2_400L));
        assertThat(tile(hours, "End to end, p95").change()).isEmpty();
    }

    @Test
    void hours_of_the_day_before_count_there() {
        List<TrafficRepository.Hour> hours = List.of(
                hour(Instant.parse("2026-03-03T08:00:00Z"), 40, 1_000),
                hour(Instant.parse("2026-03-03T10:00:00Z"), 100, 1_000),
                hour(Instant.parse("2026-03-04T10:00:00Z"), 5, 4_000));

        assertThat(tile(hours, "Traces").figure()).isEqualTo("80");
        assertThat(tile(hours, "Traces").was()).isEqualTo("was 65");
        assertThat(tile(hours, "Failed").figure()).isEqualTo(Numbers.percent(0.1));
    }

    @Test
    void no_traces_are_no_figures() {
        assertThat(tile(List.of(), "Traces").figure()).isEqualTo("0");
        assertThat(tile(List.of(), "End to end, p95").figure()).isEqualTo("–");
    }

    private static Tile tile(List<TrafficRepository.Hour> hours, String label) {
        return Traffic.of(hours, NOW).tiles().stream()
                .filter(tile -> tile.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static TrafficRepository.Hour hour(Instant start, long traces, long ms) {
        LogHistogram durations = new LogHistogram();
        for (int i = 0; i < traces; i++) {
            durations.add(Duration.ofMillis(ms).toNanos() / 1000);
        }
        return new TrafficRepository.Hour(
                start, new Day(traces, traces, traces / 10, (double) ms, (double) ms, 10 * traces), durations);
    }
}
