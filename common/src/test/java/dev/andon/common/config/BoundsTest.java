package dev.andon.common.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundsTest {
    @Test
    void a_number_outside_is_named_with_its_key_and_what_would_do() {
        assertThatThrownBy(() -> Bounds.check("andon.x", 0, 1, 400))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("andon.x=0 cannot work. Set it to a number from 1 to 400.");
        assertThatThrownBy(() -> Bounds.check("andon.x", 401, 1, 400)).hasMessageContaining("andon.x=401");
    }

    @Test
    void a_duration_outside_is_named_as_operators_write_it() {
        assertThatThrownBy(() -> Bounds.check("andon.x", Duration.ofSeconds(-1), Duration.ZERO, Duration.ofDays(1)))
                .hasMessage("andon.x=PT-1S cannot work. Set it to a duration from 0s to 24h.");
        assertThatThrownBy(() -> Bounds.check(
                        "andon.x", Duration.ofSeconds(Long.MAX_VALUE), Duration.ofMillis(10), Duration.ofSeconds(90)))
                .hasMessageContaining("andon.x=PT")
                .hasMessageEndingWith("from 10ms to 90s.");
    }

    @Test
    void a_size_outside_is_named_in_bytes() {
        MemorySize size = new MemorySize(BigInteger.valueOf(5L << 30));
        assertThatThrownBy(() -> Bounds.check("andon.x", size, 1, 1 << 30))
                .hasMessage("andon.x=5368709120 cannot work."
                        + " Set it to a size in bytes (also 64M, 1G) from 1 to 1073741824.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-1s", "PT-1S", "1000d", "often", ""})
    void a_pace_that_no_scheduler_keeps_is_named(String pace) {
        assertThatThrownBy(() -> Bounds.checkPace("andon.x", pace))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("andon.x=")
                .hasMessageEndingWith("cannot work. Set it to a duration from 10ms to 24h.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "disabled", "1s", "PT0.01S", "24h"})
    void a_pace_within_is_taken(String pace) {
        assertThatCode(() -> Bounds.checkPace("andon.x", pace)).doesNotThrowAnyException();
    }

    @Test
    void both_ends_are_allowed() {
        assertThatCode(() -> Bounds.check("andon.x", 1, 1, 400)).doesNotThrowAnyException();
        assertThatCode(() -> Bounds.check("andon.x", 400, 1, 400)).doesNotThrowAnyException();
    }
}
