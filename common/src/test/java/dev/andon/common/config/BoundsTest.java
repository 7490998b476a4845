package dev.andon.common.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

class BoundsTest {
    @Test
    void a_number_outside_is_named_with_its_key_and_what_would_do() {
        assertThatThrownBy(() -> Bounds.check("andon.x", 0, 1, 400))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("andon.x=0 cannot work. Set it to a number from 1 to 400.");
        assertThatThrownBy(() -> Bounds.check("andon.x", 401, 1, 400)).hasMessageContaining("andon.x=401");
    }

    @Test
    void both_ends_are_allowed() {
        assertThatCode(() -> Bounds.check("andon.x", 1, 1, 400)).doesNotThrowAnyException();
        assertThatCode(() -> Bounds.check("andon.x", 400, 1, 400)).doesNotThrowAnyException();
    }
}
