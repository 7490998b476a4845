package dev.andon.ingest.dump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;

/** Remembers in a text file which files were imported whole, one a line with size and time, so that a repeat passes them over. */
final class Checkpoint {
    private final Path path;
    private final Set<String> done = new LinkedHashSet<>();

    private Checkpoint(Path path) {
        this.path = path;
    }

    /** Null remembers nothing. */
    static Checkpoint open(Path path) throws IOException {
        Checkpoint checkpoint = new Checkpoint(path);
        if (path != null && Files.exists(path)) {
            checkpoint.done.addAll(Files.readAllLines(path, StandardCharsets.UTF_8));
        }
        return checkpoint;
    }

    boolean has(Path file) throws IOException {
        return path != null && done.contains(key(file));
    }

    void add(Path file) throws IOException {
        if (path != null && done.add(key(file))) {
            Files.writeString(
                    path,
                    key(file) + System.lineSeparator(),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private static String key(Path file) throws IOException {
        return Files.size(file) + " " + Files.getLastModifiedTime(file) + " "
                + file.toAbsolutePath().normalize();
    }
}
