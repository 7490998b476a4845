package dev.andon.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.local.recording.RecordedSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordedTracesTest {
    private static final Path FOLDER = Path.of("src/main/resources/demo");

    @Test
    void the_index_lists_every_file() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            assertThat(files.map(file -> FOLDER.relativize(file).toString()).filter(name -> name.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(RecordedTraces.files());
        }
    }

    @Test
    void every_set_carries_its_licence_and_where_it_is_from() throws IOException {
        try (Stream<Path> sets = Files.list(FOLDER).filter(Files::isDirectory)) {
            assertThat(sets)
                    .isNotEmpty()
                    .allSatisfy(set -> assertThat(set)
                            .isDirectoryContaining("glob:**/LICENSE.source.txt")
                            .isDirectoryContaining("glob:**/PROVENANCE.txt"));
        }
    }

    @Test
    void every_file_reads_and_shows_a_model_an_agent_or_a_tool() {
        assertThat(RecordedTraces.files())
                .allSatisfy(file -> assertThat(RecordedTraces.read(file)).isNotEmpty());
        assertThat(
                        RecordedTraces.files().stream()
                                .filter(
                                        file -> RecordedTraces.read(file).stream()
                                                .noneMatch(
                                                        span -> span.attributes().keySet().stream()
                                                                .anyMatch(
                                                                        key -> key.matches(
                                                                                "gen_ai\\.(request|response)\\.model|gen_ai\\.(agent|tool)\\.name|llm\\.model_name|tool\\.name|openinference\\.span\\.kind")))))
                .isEmpty();
    }

    @Test
    void all_of_them_start_in_the_last_week() {
        Instant end = Instant.parse("2026-11-19T09:41:12Z");

        List<RecordedSpan> spans = RecordedTraces.until(end);

        assertThat(spans)
                .allSatisfy(span -> assertThat(span.startNanos() / 1_000_000)
                        .isBetween(end.toEpochMilli() - 7 * 86_400_000L, end.toEpochMilli()));
    }
}
