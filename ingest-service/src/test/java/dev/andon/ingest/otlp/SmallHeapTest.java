package dev.andon.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies of 16 MiB made of parts of two or three bytes, in a heap of 112 MiB: as objects they would take a gigabyte. */
class SmallHeapTest {
    @Test
    void no_body_takes_more_memory_than_its_budget() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx112m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeap.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Map<String, String> outcomes = new LinkedHashMap<>();
        process.inputReader(StandardCharsets.UTF_8)
                .lines()
                .forEach(line ->
                        outcomes.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2)));

        String spans = "413 The request holds more than 200000 spans. Send fewer at once.";
        String one = "0 rows, 1 span: more than 1000000 attributes, values, events and links";
        assertThat(outcomes)
                .containsEntry("spans", spans)
                .containsEntry("resources", "0 rows, ")
                .containsEntry(
                        "resource attributes",
                        "413 A resource or scope has more than 1000000 attributes, values, events and links.")
                .containsEntry("attributes", one)
                .containsEntry("events", one)
                .containsEntry("links", one)
                .containsEntry("json spans", spans)
                .containsEntry(
                        "json scopes",
                        "413 The request takes more than 92274688 bytes of memory. Send fewer spans at once.")
                .containsEntry("json attributes", one)
                .containsEntry("json events", one)
                .containsEntry("json links", one)
                .containsEntry("native spans", spans)
                .containsEntry("native values", "0 rows, 1 span: An item may have at most 1000000 names and values.")
                .containsEntry("native texts", "0 rows, 1 span: An item may have at most 1000000 names and values.")
                .containsEntry("events that fit", "1 rows, ")
                .containsEntry("links that fit", "1 rows, ")
                .containsEntry("json attributes that fit", "1 rows, ")
                .containsEntry("json events that fit", "1 rows, ")
                .containsEntry("json links that fit", "1 rows, ")
                .hasSize(19);
        assertThat(outcomes.values()).doesNotContain("out of memory");
    }
}
