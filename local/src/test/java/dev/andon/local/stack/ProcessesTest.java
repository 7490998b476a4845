package dev.andon.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessesTest {
    private static final ProcessHandle OWN = ProcessHandle.current();

    @Test
    void a_process_is_found_by_its_name_and_not_by_its_number_alone() {
        String name = Processes.name(OWN);

        assertThat(Processes.find(name)).hasValue(OWN);
        assertThat(Processes.find(OWN.pid() + "@1")).isEmpty();
    }

    @Test
    void the_name_does_not_change_when_the_clock_is_set() throws Exception {
        Path stat = Path.of("/proc/self/stat");
        assumeThat(stat).as("Linux").exists();
        String[] fields =
                Files.readString(stat).replaceFirst("\\(.*\\)", "name").split(" ");

        assertThat(Processes.name(OWN)).isEqualTo(OWN.pid() + "@boot+" + fields[21]);
    }
}
