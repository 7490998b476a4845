package dev.andon.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void the_standard_ports_are_those_of_the_documentation() {
        assertThat(Ports.standard()).isEqualTo(new Ports(4318, 4317, 4320, 4321, 4322));
    }

    @Test
    void a_base_gives_five_in_a_row() {
        assertThat(Ports.from(15_000)).isEqualTo(new Ports(15_000, 15_001, 15_002, 15_003, 15_004));
    }

    @Test
    void base_zero_finds_free_ones() {
        Ports ports = Ports.from(0);

        assertThat(ports.conflict(true)).isEmpty();
        assertThat(ports.postgres()).as("no port that outgoing connections get").isLessThan(32_768);
    }

    @Test
    void a_base_out_of_range_is_refused() {
        assertThatThrownBy(() -> Ports.from(65_532)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ports.from(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_taken_port_is_named_with_the_remedy() throws IOException {
        Ports ports = Ports.from(0);
        try (ServerSocket taken = new ServerSocket(ports.analyzer(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(ports.conflict(true))
                    .hasValueSatisfying(problem ->
                            assertThat(problem).contains("Port " + taken.getLocalPort(), "analyzer", "--port-base"));
        }
    }
}
