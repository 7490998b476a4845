package dev.andon.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.andon.local.home.DataDir;
import dev.andon.local.postgres.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackIT {
    @TempDir
    private Path folder;

    @Test
    void a_stop_while_postgresql_is_starting_leaves_no_process() {
        System.setProperty(
                "andon.home", Path.of("..").toAbsolutePath().normalize().toString());
        assumeTrue(
                Arrays.stream(Service.values()).allMatch(service -> Files.exists(service.jar())),
                "The services are not packaged; ./andon test packages them before this test.");
        DataDir dir = new DataDir(folder);
        dir.create();
        Stack stack = new Stack(dir, Ports.from(0), line -> {});
        Thread starting = Thread.ofPlatform().daemon().unstarted(() -> {
            try {
                stack.start(Optional.empty());
            } catch (Exception stopped) {
                // Expected: it was stopped while it was starting.
            }
        });
        starting.start();
        ProcessHandle postmaster = Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofMinutes(2))
                .until(() -> EmbeddedServer.postmaster(dir), Optional::isPresent)
                .orElseThrow();

        stack.close();

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !postmaster.isAlive());
        assertThat(stack.processes()).isEmpty();
    }
}
