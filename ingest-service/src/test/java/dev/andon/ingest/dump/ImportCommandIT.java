package dev.andon.ingest.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class ImportCommandIT {
    private static final String OTLP = """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"%1$s"}}]},"scopeSpans":[{"spans":[
            {"traceId":"0000000000000000000000000000%2$s","spanId":"00000000000000a1","name":"x","startTimeUnixNano":"1772366400000000000",
            "endTimeUnixNano":"1772366400000000001"}]}]}]}
            """;

    @Inject
    Commands commands;

    @TempDir
    Path folder;

    TestDatabase database;

    @Test
    void a_document_and_lines_and_compressed_lines_are_stored_once_however_often_imported() throws IOException {
        Path document = write("document.json", OTLP.formatted("doc", "d001"));
        Path lines = write(
                "lines.jsonl",
                OTLP.formatted("lines", "d002").replace("\n", "") + "\n\n"
                        + OTLP.formatted("lines", "d003").replace("\n", "") + "\n");
        Path compressed = folder.resolve("lines.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            out.write(OTLP.formatted("gz", "d004").replace("\n", "").getBytes(StandardCharsets.UTF_8));
        }

        CommandRun first = CommandRun.of(
                        commands, "import", document.toString(), lines.toString(), compressed.toString())
                .done();
        CommandRun.of(commands, "import", document.toString(), lines.toString(), compressed.toString())
                .done();

        assertThat(first.out()).contains("document.json: 1 spans stored, 0 rejected", "lines.jsonl: 2 spans stored");
        assertThat(database.rows("SELECT service_name, count(*) FROM workflow_trace_log"
                        + " WHERE service_name IN ('doc', 'lines', 'gz') GROUP BY 1 ORDER BY 1"))
                .containsExactly(List.of("doc", "1"), List.of("gz", "1"), List.of("lines", "2"));
    }

    @Test
    void what_cannot_be_read_is_told_with_its_line_and_ends_in_failure() throws IOException {
        Path file = write(
                "mixed.jsonl",
                "{\"span_name\":\"ok\",\"service\":\"mixed\",\"start_time\":1772366400000,\"duration_ms\":1}\n{broken\n{\"span_name\":\"bad\"}\n");

        CommandRun run = CommandRun.of(
                commands, "import", file.toString(), folder.resolve("absent").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("mixed.jsonl: 1 spans stored, 2 rejected");
        assertThat(run.err()).contains("line 2: not JSON", "line 3: start_time is missing", "no such file");
        assertThat(database.number("SELECT count(*) FROM workflow_trace_log WHERE service_name = 'mixed'"))
                .isEqualTo(1);
    }

    @Test
    void values_one_after_the_other_on_one_line_are_all_read() throws IOException {
        String one = OTLP.formatted("joined", "d006").replace("\n", "");
        String two = OTLP.formatted("joined", "d007").replace("\n", "");
        Path joined = write("joined.json", one + two);
        Path later = write(
                "later.jsonl",
                OTLP.formatted("later", "d008").replace("\n", "") + "\n"
                        + OTLP.formatted("later", "d009").replace("\n", "") + " {}\n");

        CommandRun run = CommandRun.of(commands, "import", joined.toString(), later.toString());

        assertThat(run.out())
                .contains("joined.json: 2 spans stored, 0 rejected", "later.jsonl: 1 spans stored, 1 rejected");
        assertThat(run.err()).contains("line 2: not JSON");
    }

    @Test
    void a_checkpoint_passes_over_what_is_done() throws IOException {
        Path file = write("once.json", OTLP.formatted("once", "d005"));
        String checkpoint = folder.resolve("checkpoint").toString();

        CommandRun.of(commands, "import", "--checkpoint", checkpoint, file.toString())
                .done();
        CommandRun again = CommandRun.of(
                        commands, "import", "--checkpoint", checkpoint, "--output", "json", file.toString())
                .done();

        assertThat(again.out()).contains("\"spans\":0", "Passed over");
    }

    @Test
    void a_checkpoint_remembers_the_file_as_it_was_before_it_was_read() throws IOException {
        Path file = write("growing.json", OTLP.formatted("growing", "d010"));
        String before = Checkpoint.key(file);
        Files.writeString(file, OTLP.formatted("growing", "d011"), StandardOpenOption.APPEND);
        Path path = folder.resolve("growing-checkpoint");
        Checkpoint.open(path).add(before);

        CommandRun.of(commands, "import", "--checkpoint", path.toString(), file.toString())
                .done();

        assertThat(database.number("SELECT count(*) FROM workflow_trace_log WHERE service_name = 'growing'"))
                .isEqualTo(2);
    }

    @Test
    void a_checkpoint_that_cannot_be_kept_is_wrong_usage_and_imports_nothing() throws IOException {
        Path file = write("kept.json", OTLP.formatted("kept", "d012"));

        for (Path path : List.of(folder, folder.resolve("absent").resolve("checkpoint"))) {
            CommandRun run = CommandRun.of(commands, "import", "--checkpoint", path.toString(), file.toString());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("--checkpoint: " + path);
        }
        assertThat(database.number("SELECT count(*) FROM workflow_trace_log WHERE service_name = 'kept'"))
                .isZero();
    }

    @Test
    void a_folder_an_empty_file_and_a_cut_off_one_are_told_apart() throws IOException {
        Path empty = write("empty.json", " \n\n");
        Path marked = write("marked.json", "\uFEFF" + OTLP.formatted("marked", "d013"));
        Path cut = folder.resolve("cut.jsonl.gz");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes, true)) {
            out.write((OTLP.formatted("cut", "d014").replace("\n", "") + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            out.write("{\"resourceSpans\":".getBytes(StandardCharsets.UTF_8));
        }
        Files.write(cut, Arrays.copyOf(bytes.toByteArray(), bytes.size() - 12));

        CommandRun run = CommandRun.of(
                commands, "import", folder.toString(), empty.toString(), marked.toString(), cut.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains(folder + ": It is a folder", "empty.json: Nothing is in it", "cut.jsonl.gz: Unexpected end");
        assertThat(run.out()).contains("marked.json: 1 spans stored", "cut.jsonl.gz: 1 spans stored");
    }

    @Test
    void a_line_that_is_not_utf8_is_told_by_its_number_and_costs_no_other() throws IOException {
        String line = "{\"span_name\":\"%s\",\"service\":\"latin\",\"start_time\":1772366400000,\"duration_ms\":1}\n";
        Path file = folder.resolve("latin.jsonl");
        Files.writeString(
                file,
                "\n" + line.formatted("a") + line.formatted("gr\u00fcn") + line.formatted("b"),
                StandardCharsets.ISO_8859_1);

        CommandRun run = CommandRun.of(commands, "import", file.toString());

        assertThat(run.out()).contains("latin.jsonl: 2 spans stored, 1 rejected");
        assertThat(run.err()).contains("line 3: not JSON: Invalid UTF-8");
    }

    @Test
    void no_file_is_wrong_usage() {
        assertThat(CommandRun.of(commands, "import").exitCode()).isEqualTo(2);
    }

    @Test
    void real_agent_traces_of_other_tools_get_sensible_dimensions() throws IOException {
        Path data = Path.of(System.getProperty("andon.shared.data"));
        assumeThat(data).as("real traces; without them this test shows nothing").isDirectory();
        List<String> files = Stream.of(
                        "monocle-agent-traces", "strands-evals-spans/mappers", "langfuse-framework-traces")
                .flatMap(name -> jsonBelow(data.resolve(name)))
                .map(Path::toString)
                .toList();
        String[] arguments = Stream.concat(Stream.of("import"), files.stream()).toArray(String[]::new);

        CommandRun run = CommandRun.of(commands, arguments);

        assertThat(run.err()).isEmpty();
        assertThat(database.number(
                        "SELECT count(*) FROM workflow_trace_log WHERE span_type = 'llm' AND model IS NOT NULL"
                                + " AND input_tokens > 0"))
                .isGreaterThan(50);
        assertThat(database.number("SELECT count(DISTINCT tool) FROM workflow_trace_log WHERE span_type = 'tool'"))
                .isGreaterThan(10);
        assertThat(database.number(
                        "SELECT count(DISTINCT subagent) FROM workflow_trace_log WHERE span_type = 'subagent'"))
                .isGreaterThan(5);
    }

    private static Stream<Path> jsonBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
