package dev.andon.monitor.page;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;

/** Gives the system's clock to who asks for the time; tests may put another one in its place. */
final class Clock {
    private Clock() {}

    @Produces
    @DefaultBean
    @ApplicationScoped
    static InstantSource system() {
        return new InstantSource() {
            @Override
            public java.time.Instant instant() {
                return java.time.Instant.now();
            }
        };
    }
}
