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

    /** Null remembers nothing; fails where the file cannot be both read and written. */
    static Checkpoint open(Path path) throws IOException {
        Checkpoint checkpoint = new Checkpoint(path);
        if (path != null) {
            Files.writeString(path, "", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            checkpoint.done.addAll(Files.readAllLines(path, StandardCharsets.UTF_8));
        }
        return checkpoint;
    }

    boolean has(String key) {
        return path != null && done.contains(key);
    }

    /** The key is that from before the file was read: what was written to it meanwhile is not done. */
    void add(String key) throws IOException {
        if (path != null && done.add(key)) {
            Files.writeString(
                    path,
                    key + System.lineSeparator(),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    /** What a file is known by: its place, and how it is now. */
    static String key(Path file) throws IOException {
        return Files.size(file) + " " + Files.getLastModifiedTime(file) + " "
                + file.toAbsolutePath().normalize();
    }
}
