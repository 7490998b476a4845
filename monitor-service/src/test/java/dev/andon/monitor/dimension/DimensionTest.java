package dev.andon.monitor.dimension;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DimensionTest {

    @Test
    void an_address_holds_any_key() {
        assertThat(new Dimension("gate", "GATE_PRD_REQUIRED").href()).isEqualTo("/bottlenecks/gate/GATE_PRD_REQUIRED");
        assertThat(new Dimension("gate+sd_type", "G+security").href())
                .isEqualTo("/bottlenecks/gate%2Bsd_type/G%2Bsecurity");
        assertThat(new Dimension("operation", "svc GET /a/b?c").href())
                .isEqualTo("/bottlenecks/operation/svc%20GET%20/a/b%3Fc");
    }

    @Test
    void a_key_that_a_path_would_change_goes_into_the_query() {
        assertThat(new Dimension("tool", "../etc").href()).isEqualTo("/bottlenecks/tool?key=..%2Fetc");
        assertThat(new Dimension("tool", "a//b").href()).isEqualTo("/bottlenecks/tool?key=a%2F%2Fb");
        assertThat(new Dimension("tool", "/a").href()).isEqualTo("/bottlenecks/tool?key=%2Fa");
    }

    @Test
    void an_unknown_type_still_has_a_letter() {
        assertThat(new Dimension("planet", "x").letter()).isEqualTo("S");
        assertThat(Dimension.isType("planet")).isFalse();
    }
}
