package dev.andon.monitor.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimesTest {
    private static final Instant NOW = Instant.parse("2026-11-19T09:41:12Z");

    @Test
    void a_time_says_as_much_as_is_needed_today() {
        assertThat(Times.at(Instant.parse("2026-11-19T08:12:07Z"), NOW)).isEqualTo("08:12:07");
        assertThat(Times.at(Instant.parse("2026-11-13T09:10:00Z"), NOW)).isEqualTo("Fri 13 Nov, 09:10");
        assertThat(Times.at(Instant.parse("2026-10-30T09:10:00Z"), NOW)).isEqualTo("30 Oct, 09:10");
        assertThat(Times.at(Instant.parse("2026-08-04T09:10:00Z"), NOW)).isEqualTo("4 Aug 2026");
        assertThat(Times.at(null, NOW)).isEqualTo("–");
    }

    @Test
    void age_is_rounded_to_what_matters() {
        assertThat(Times.ago(NOW.minusMillis(400), NOW)).isEqualTo("just now");
        assertThat(Times.ago(NOW.minusMillis(40_700), NOW)).isEqualTo("40\u00a0s ago");
        assertThat(Times.ago(NOW.minusSeconds(6180), NOW)).isEqualTo("1\u00a0h\u00a043\u00a0min ago");
        assertThat(Times.ago(NOW.plusSeconds(120), NOW)).isEqualTo("in 2\u00a0min");
    }

    @Test
    void a_stretch_says_no_more_than_it_must() {
        assertThat(between("2026-11-12T00:00:00Z", "2026-11-20T00:00:00Z")).isEqualTo("12 – 19 Nov");
        assertThat(between("2026-11-12T00:00:00Z", "2026-11-13T00:00:00Z")).isEqualTo("12 Nov");
        assertThat(between("2026-10-30T00:00:00Z", "2026-11-02T00:00:00Z")).isEqualTo("30 Oct – 1 Nov");
        assertThat(between("2026-11-12T09:00:00Z", "2026-11-12T10:30:00Z")).isEqualTo("12 Nov, 09:00 – 10:30");
        assertThat(between("2026-11-12T09:00:00Z", "2026-11-13T10:30:00Z")).isEqualTo("12 Nov, 09:00 – 13 Nov, 10:30");
    }

    private static String between(String from, String to) {
        return Times.between(Instant.parse(from), Instant.parse(to));
    }
}
