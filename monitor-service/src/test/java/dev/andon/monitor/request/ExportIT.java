package dev.andon.monitor.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.request.RequestRepository.Order;
import dev.andon.monitor.request.export.Export;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored about a person comes out whole, about nobody else, and cannot do harm where it is opened. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "andon.monitor.check.enabled", value = "false"),
            @ResourceArg(name = "andon.privacy.requests.enabled", value = "false"),
            @ResourceArg(name = "andon.privacy.key", value = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
        })
class ExportIT {
    TestDatabase database;

    @TempDir
    Path folder;

    @Inject
    Commands commands;

    @Inject
    ObjectMapper mapper;

    @Inject
    RequestRepository requests;

    @Inject
    RequestWorker worker;

    @Inject
    Export export;

    @BeforeEach
    void tell() {
        if (database.number("SELECT count(*) FROM conversations") == 0) {
            Person.tell(database);
            Person.tellHers(database);
        }
        database.execute("DELETE FROM gdpr_requests");
    }

    @Test
    void everything_about_the_person_is_in_it_and_nothing_of_others() throws Exception {
        CommandRun run = export("out.zip").done();
        Map<String, String> files = unpacked(folder.resolve("out.zip"));

        List<JsonNode> spans = rows(files, "workflow_trace_log");
        assertThat(spans.stream().filter(row -> row.get("about").asText().equals("you")))
                .hasSize(120);
        assertThat(spans.stream().filter(row -> row.get("about").asText().equals("mention")))
                .singleElement()
                .satisfies(row ->
                        assertThat(row.get("row").fieldNames()).toIterable().containsExactly("attributes"));
        assertThat(rows(files, "messages")).hasSize(41);
        assertThat(rows(files, "conversations")).hasSize(2);
        assertThat(rows(files, "continuous_improvements")).hasSize(2);
        assertThat(files.toString()).doesNotContain("u-alice-770", "words of bob", "hello 1\"");
        assertThat(run.out()).contains("written whole").doesNotContain(Person.USER, Person.MAIL);
        assertThat(Files.getPosixFilePermissions(folder.resolve("out.zip")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void where_it_cannot_be_written_no_request_is_made() {
        CommandRun run = export("no-folder/out.zip");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no folder that can be written to");
        assertThat(database.number("SELECT count(*) FROM gdpr_requests")).isZero();
    }

    @Test
    void the_manifest_and_the_receipt_have_the_checksums() throws Exception {
        JsonNode request =
                mapper.readTree(export("sum.zip", "-o", "json").done().out());
        Map<String, String> files = unpacked(folder.resolve("sum.zip"));

        JsonNode manifest = mapper.readTree(files.get("manifest.json"));
        for (JsonNode file : manifest.get("files")) {
            String content = files.get(file.get("name").asText());
            assertThat(sha256(content.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(file.get("sha256").asText());
        }
        assertThat(manifest.get("files")).hasSize(files.size() - 1);
        assertThat(request.at("/receipt/sha256").asText())
                .isEqualTo(sha256(Files.readAllBytes(folder.resolve("sum.zip"))));
        assertThat(request.at("/receipt/tables/messages").asLong()).isEqualTo(41);
        assertThat(database.text("SELECT action || ' ' || outcome FROM gdpr_audit_log WHERE seq = "
                        + request.at("/receipt/audit_entry").asLong()))
                .isEqualTo("export verified");
        assertThat(database.number("SELECT count(*) FROM gdpr_request_identifiers"))
                .isZero();
    }

    @Test
    void what_people_wrote_cannot_act_in_the_page() throws Exception {
        database.execute("""
                INSERT INTO messages (message_id, conversation_id, sent_at, role, content)
                VALUES ('evil', 'conv-alice-1', now(), 'user', E'<script>alert(1)</script>"\\'&<img src=x onerror=alert(1)>=cmd|x')
                    ON CONFLICT DO NOTHING
                """);
        database.execute("UPDATE messages SET sent_at = '2020-01-01' WHERE message_id = 'evil'");

        export("evil.zip").done();
        database.execute("DELETE FROM messages WHERE message_id = 'evil'");

        Map<String, String> files = unpacked(folder.resolve("evil.zip"));
        assertThat(files.get("index.html"))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;&lt;img")
                .contains("default-src 'none'")
                .doesNotContain("<script", "<img", "http://", "https://x");
        assertThat(files.keySet()).allMatch(name -> name.matches("(data/)?[a-z_]+\\.(ndjson|html|json)"));
    }

    @Test
    void a_fetch_that_breaks_off_can_be_made_again_and_a_whole_one_cannot() throws Exception {
        UUID id = requests.open(
                RequestKind.EXPORT,
                "0".repeat(32),
                Identifiers.of(Person.IDENTIFIERS),
                new Order("op", "case 1", null, false),
                java.time.InstantSource.system().instant());
        worker.run(id, phase -> {});
        PersonRequest request = requests.find(id).orElseThrow();
        assertThat(request.ready()).isTrue();

        assertThatThrownBy(() -> export.write(request, "op", new Broken())).isInstanceOf(Exception.class);
        assertThat(requests.find(id).orElseThrow().ready()).isTrue();
        assertThat(database.text("SELECT outcome FROM gdpr_audit_log ORDER BY seq DESC LIMIT 1"))
                .isEqualTo("failed");

        export.write(request, "op", new OutputStream() {
            private boolean tried;

            @Override
            public void write(int one) {
                if (!tried) {
                    tried = true;
                    assertThatThrownBy(() -> export.write(request, "other", OutputStream.nullOutputStream()))
                            .hasMessageContaining("by somebody else");
                }
            }
        });
        assertThat(requests.find(id).orElseThrow().verified()).isTrue();
        assertThatThrownBy(() -> export.write(request, "op", OutputStream.nullOutputStream()))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void a_file_that_exists_is_left_alone() throws Exception {
        Files.writeString(folder.resolve("mine.zip"), "mine");

        CommandRun run = export("mine.zip");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("mine.zip"))).isEqualTo("mine");
        assertThat(database.number("SELECT count(*) FROM gdpr_requests")).isZero();
    }

    /** A client that goes away after some kilobytes. */
    private static final class Broken extends OutputStream {
        private int written;

        @Override
        public void write(int one) throws IOException {
            if (++written > 2000) {
                throw new IOException("gone");
            }
        }
    }

    private CommandRun export(String file, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "gdpr",
                "export",
                "--reason",
                "case 1",
                "--to",
                folder.resolve(file).toString()));
        arguments.addAll(List.of(more));
        arguments.addAll(Person.IDENTIFIERS);
        return CommandRun.of(commands, arguments.toArray(String[]::new));
    }

    private List<JsonNode> rows(Map<String, String> files, String table) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : files.get("data/" + table + ".ndjson").split("\n")) {
            rows.add(mapper.readTree(line));
        }
        return rows;
    }

    private static Map<String, String> unpacked(Path file) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
