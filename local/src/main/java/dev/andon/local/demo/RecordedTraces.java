package dev.andon.local.demo;

import dev.andon.local.recording.RecordedSpan;
import dev.andon.local.recording.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Traces of real agents, kept under {@code demo/} with their licences; each is moved into the last week, four hours apart, among the generated ones. */
final class RecordedTraces {
    private static final Duration APART = Duration.ofHours(4);

    private RecordedTraces() {}

    static List<String> files() {
        try (BufferedReader index =
                new BufferedReader(new InputStreamReader(open("index.txt"), StandardCharsets.UTF_8))) {
            return index.lines().toList();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    static List<RecordedSpan> until(Instant end) {
        List<RecordedSpan> spans = new ArrayList<>();
        for (String file : files()) {
            spans.addAll(read(file));
        }
        long[] next = {end.toEpochMilli() * 1_000_000L};
        return Recording.moved(spans, () -> next[0] -= APART.toNanos());
    }

    static List<RecordedSpan> read(String file) {
        try (InputStream content = open(file)) {
            return Recording.read(file, content);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static InputStream open(String file) {
        return Objects.requireNonNull(RecordedTraces.class.getResourceAsStream("/demo/" + file), file);
    }
}
