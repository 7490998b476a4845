package dev.andon.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    private Path folder;

    @Test
    void wrong_usage_is_exit_code_two() {
        assertThat(CommandRun.of().code()).isEqualTo(2);
        assertThat(CommandRun.of("up", "--nonsense").code()).isEqualTo(2);
        assertThat(CommandRun.of("up", "--port-base", "70000", "--data-dir", folder.toString())
                        .code())
                .isEqualTo(2);
        assertThat(CommandRun.of("bench", "nonsense").code()).isEqualTo(2);
        assertThat(CommandRun.of("bench", "ingest", "--output", "xml").code()).isEqualTo(2);
    }

    @Test
    void a_folder_that_cannot_be_made_is_told_in_one_sentence() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        CommandRun up = CommandRun.of("up", "--no-demo", "--data-dir", file.toString());

        assertThat(up.code()).isEqualTo(1);
        assertThat(up.text()).doesNotContain("at dev.andon").contains("--data-dir");
    }

    @Test
    void down_of_nothing_is_no_failure() {
        CommandRun down = CommandRun.of("down", "--data-dir", folder.toString());

        assertThat(down.code()).isZero();
        assertThat(down.text()).contains("Nothing runs");
    }

    @Test
    void status_and_env_say_how_to_start_it() {
        assertThat(CommandRun.of("status", "--data-dir", folder.toString()).code())
                .isEqualTo(1);
        CommandRun env = CommandRun.of("env", "--data-dir", folder.toString());

        assertThat(env.code()).isEqualTo(1);
        assertThat(env.text()).contains("./andon up");
    }

    @Test
    void a_database_that_does_not_answer_is_told_in_one_sentence() {
        CommandRun up = CommandRun.of(
                "up",
                "--no-demo",
                "--port-base",
                "0",
                "--data-dir",
                folder.toString(),
                "--database-url",
                "mysql://localhost/x");

        assertThat(up.code()).isEqualTo(1);
        assertThat(up.text()).doesNotContain("at dev.andon").contains("andon: ");
    }
}
