package dev.andon.monitor.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTest {
    private static final Instant NOW = Instant.parse("2026-11-19T09:41:12.345Z");

    @ParameterizedTest
    @ValueSource(strings = {"1h", "24h", "7d", "30d"})
    void going_back_and_forth_leads_to_now_again(String key) {
        Range range = Range.parse(key, null, null, "7d", NOW);
        assertThat(range.later(NOW)).isNull();
        Range earlier = range.earlier();
        assertThat(earlier.to()).isEqualTo(range.from().truncatedTo(java.time.temporal.ChronoUnit.MINUTES));
        assertThat(earlier.length()).isEqualTo(range.length());
        assertThat(earlier.later(NOW).query()).isEqualTo(Map.of("range", key));
        assertThat(earlier.earlier().later(NOW)).isEqualTo(earlier);
    }

    @Test
    void going_back_twice_leaves_no_gap() {
        Range week = Range.parse("7d", null, null, "7d", NOW);
        assertThat(week.earlier().earlier().to()).isEqualTo(week.earlier().from());
    }

    @Test
    void a_range_of_no_usual_length_ends_now_when_it_would_end_later() {
        Range range = Range.parse(null, "2026-11-19T05:00", "2026-11-19T08:00", "7d", NOW);
        Range later = range.later(NOW);
        assertThat(later.to()).isEqualTo(NOW);
        assertThat(later.length()).isEqualTo(Duration.ofHours(3));
        assertThat(later.key()).isEmpty();
    }

    @Test
    void what_cannot_be_read_falls_back() {
        assertThat(Range.parse("8d", "yesterday", "", "24h", NOW).key()).isEqualTo("24h");
        assertThat(Range.parse(null, "2026-11-19", "2026-11-18", "7d", NOW).key())
                .isEqualTo("7d");
        assertThat(Range.parse(null, "2020-01-01", "2026-11-18", "7d", NOW).length())
                .isEqualTo(Duration.ofDays(400));
    }
}
