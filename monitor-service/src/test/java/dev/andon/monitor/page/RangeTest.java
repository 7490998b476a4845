package dev.andon.monitor.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.common.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "yesterday, , from",
        "2026-11-18, tomorrow, to",
        "2026-11-19, 2026-11-18, from",
        "2026-11-18, 2026-11-18, from",
        "2027-01-01, , from",
        ", 2026-11-18, from",
        "0000-01-01, 2026-11-18, from",
        "-0001-01-01T00:00:00Z, 2026-11-18, from",
        "2026-11-18, 9999-12-31, to",
        "2026-11-18, +999999999-12-31T23:59:59Z, to",
    })
    void ends_that_make_no_stretch_are_refused_by_name(String from, String to, String field) {
        assertThatThrownBy(() -> Range.parse("24h", from, to, "7d", NOW))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.field()).hasValue(field));
    }

    @Test
    void a_length_not_offered_falls_back_and_a_stretch_is_400_days_at_most() {
        assertThat(Range.parse("8d", "", "", "24h", NOW).key()).isEqualTo("24h");
        assertThat(Range.parse(null, "2020-01-01", "2026-11-18", "7d", NOW).length())
                .isEqualTo(Duration.ofDays(400));
    }
}
