package dev.andon.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.local.home.DataDir;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningTest {
    @TempDir
    private Path folder;

    @Test
    void what_was_written_is_read_back() {
        DataDir dir = new DataDir(folder);
        Running running =
                new Running("12@34", true, Ports.from(15_000), "postgresql://a:b@localhost/c", List.of("5@6", "7@8"));

        running.write(dir);

        assertThat(Running.read(dir)).contains(running);
    }

    @Test
    void a_note_without_a_launcher_that_holds_the_lock_is_stale() {
        DataDir dir = new DataDir(folder);
        new Running("1@2", true, Ports.standard(), "", List.of()).write(dir);

        assertThat(Running.alive(dir)).isEmpty();
        assertThat(Leftovers.clear(dir)).isZero();
        assertThat(Running.read(dir)).isEmpty();
    }

    @Test
    void a_process_number_used_again_is_not_taken_for_ours() {
        ProcessHandle self = ProcessHandle.current();

        assertThat(Processes.find(Processes.name(self))).contains(self);
        assertThat(Processes.find(self.pid() + "@1")).isEmpty();
    }
}
