package dev.andon.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service as a command of its own process: every port it would open is taken, and it does not mind. */
@QuarkusMainTest
@TestProfile(LaunchIT.PortsTaken.class)
class LaunchIT {

    @Test
    void help_needs_no_database_teaches_and_ends_with_0(QuarkusMainLauncher launcher) {
        LaunchResult result = launcher.launch("--help");

        assertThat(result.exitCode()).isZero();
        assertThat(result.getOutput()).contains("Usage: andon ingest", "Takes traces in", "2   wrong usage");
        assertThat(result.getErrorOutput()).isEmpty();
    }

    @Test
    void version_names_the_service(QuarkusMainLauncher launcher) {
        LaunchResult result = launcher.launch("--version");

        assertThat(result.exitCode()).isZero();
        assertThat(result.getOutput()).startsWith("andon-ingest ");
    }

    @Test
    void wrong_usage_says_so_and_ends_with_2(QuarkusMainLauncher launcher) {
        LaunchResult result = launcher.launch("no-such-command");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.getErrorOutput()).contains("no-such-command");
    }

    /** Listens on the ports that the service is told to use. */
    public static final class PortsTaken implements QuarkusTestProfile {
        private static final ServerSocket HTTP = listen();
        private static final ServerSocket GRPC = listen();

        private static ServerSocket listen() {
            try {
                return new ServerSocket(0);
            } catch (IOException noPort) {
                throw new UncheckedIOException(noPort);
            }
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.test-port", String.valueOf(HTTP.getLocalPort()),
                    "quarkus.grpc.server.test-port", String.valueOf(GRPC.getLocalPort()));
        }
    }
}
