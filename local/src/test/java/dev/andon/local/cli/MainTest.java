package dev.andon.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.local.home.DataDir;
import dev.andon.local.stack.StackLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
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

    @Test
    void a_start_beside_one_that_ends_before_it_is_ready_says_so_and_fails() throws Exception {
        DataDir dir = new DataDir(folder);
        dir.create();
        for (String[] up : new String[][] {{"up", "--detach"}, {"up"}}) {
            CompletableFuture<CommandRun> beside;
            try (StackLock held = StackLock.take(dir).orElseThrow()) {
                beside = CompletableFuture.supplyAsync(() -> CommandRun.of(
                        Stream.concat(Stream.of(up), Stream.of("--no-demo", "--data-dir", folder.toString()))
                                .toArray(String[]::new)));
                Awaitility.await().during(Duration.ofMillis(500)).until(() -> !beside.isDone());
            }

            CommandRun run = beside.get(1, TimeUnit.MINUTES);

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.text()).contains("is under way", "ended before it was ready", "andon.log");
        }
    }
}
