package dev.andon.local.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads the recordings' files. */
final class DataFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DataFiles() {}

    static List<Path> under(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    static JsonNode json(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return JSON.readTree(in);
        }
    }

    static List<JsonNode> jsonLines(Path file) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        for (String line : lines(file)) {
            documents.add(JSON.readTree(line));
        }
        return documents;
    }

    static List<String> lines(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    }
}
