package dev.andon.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.ingest.testing.BodyLimits;
import io.quarkus.runtime.StartupEvent;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrpcLimitTest {
    @Test
    void a_limit_for_grpc_alone_stops_the_start_and_names_the_one_key() {
        GrpcLimit limit = new GrpcLimit(BodyLimits.of(4 << 20), Optional.of("4194304"));

        assertThatThrownBy(() -> limit.check(new StartupEvent()))
                .hasMessageContaining("max-inbound-message-size=4194304")
                .hasMessageContaining("andon.ingest.body.max-size");
    }

    @Test
    void a_size_that_no_body_can_have_stops_the_start() {
        assertThatThrownBy(() -> new GrpcLimit(BodyLimits.of(2L << 30), Optional.empty()).check(new StartupEvent()))
                .hasMessageContaining("1G");
        assertThatCode(() -> new GrpcLimit(BodyLimits.of(1L << 30), Optional.empty()).check(new StartupEvent()))
                .doesNotThrowAnyException();
    }
}
