package dev.andon.monitor.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.common.problem.ProblemException;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.page.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceFilterTest {
    private static final Instant NOW = Instant.parse("2026-11-19T09:41:12Z");

    @ParameterizedTest
    @CsvSource({"300,300", "300ms,300", "1.5 s,1500", "2min,120000", "2m,120000", "1h,3600000"})
    void durations_are_read_as_people_write_them(String text, double ms) {
        assertThat(TraceFilter.duration(text)).isEqualTo(ms);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "-3s", "1e9", "9e18 ms", "NaN", "99999999999999999999999999"})
    void what_is_no_duration_is_refused_by_name(String text) {
        PageUrl url = new PageUrl("/traces", Map.of("min", text));
        Range day = Range.parse("24h", null, null, "24h", NOW);
        assertThatThrownBy(() -> TraceFilter.of(url, day))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("min must be a duration");
    }

    @Test
    void a_range_is_one_of_four_or_from_and_to_and_never_nonsense() {
        assertThat(Range.parse("7d", null, null, "24h", NOW).length()).isEqualTo(Duration.ofDays(7));
        assertThat(Range.parse("9y", null, null, "24h", NOW).key()).isEqualTo("24h");
        assertThat(Range.parse(null, "2026-11-01", "2026-11-03", "24h", NOW).length())
                .isEqualTo(Duration.ofDays(2));
        assertThat(Range.parse(null, "1900-01-01", null, "24h", NOW).length()).isEqualTo(Duration.ofDays(400));
    }

    @Test
    void a_changed_filter_starts_over_at_the_first_page() {
        PageUrl url = new PageUrl("/traces", Map.of("cursor", "1.a", "service", "a b&c"));
        assertThat(url.with("status", "error").toString()).isEqualTo("/traces?service=a+b%26c&status=error");
        assertThat(url.without("service").toString()).isEqualTo("/traces");
    }
}
