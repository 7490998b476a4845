package dev.andon.ingest.otlp;

import dev.andon.ingest.body.BodyConfig;
import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Bounds messages of OTLP/gRPC by the setting that bounds bodies of OTLP/HTTP; a second setting beside it stops the start. */
@ApplicationScoped
public class GrpcLimit implements ServerBuilderCustomizer<VertxServerBuilder> {
    private static final String OTHER_KEY = "quarkus.grpc.server.max-inbound-message-size";
    private static final int MOST = 1 << 30;

    private final long maxSize;
    private final Optional<String> other;

    GrpcLimit(BodyConfig config, @ConfigProperty(name = OTHER_KEY) Optional<String> other) {
        this.maxSize = config.maxSize().asLongValue();
        this.other = other;
    }

    void check(@Observes StartupEvent started) {
        if (maxSize < 1 || maxSize > MOST) {
            throw new ConfigurationException(
                    "andon.ingest.body.max-size=" + maxSize + " must be from 1 byte to 1G, which is " + MOST + ".");
        }
        if (other.isPresent()) {
            throw new ConfigurationException(OTHER_KEY + "=" + other.get()
                    + " would set a limit for gRPC alone. Remove it: andon.ingest.body.max-size bounds HTTP and gRPC.");
        }
    }

    @Override
    public void customize(GrpcServerConfiguration server, VertxServerBuilder builder) {
        builder.maxInboundMessageSize(Math.clamp(maxSize, 1, MOST));
    }
}
