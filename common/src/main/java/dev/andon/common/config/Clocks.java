package dev.andon.common.config;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The clock of a service; tests put another in its place. */
final class Clocks {
    Clocks() {}

    @Produces
    @DefaultBean
    @Singleton
    InstantSource system() {
        return InstantSource.system();
    }
}
