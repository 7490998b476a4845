package dev.andon.monitor.privacy.witness;

import dev.andon.monitor.privacy.PrivacyConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * A file outside the database that holds the newest head which this machine signed. Whoever takes rows and heads back together, as a
 * restored backup does, cannot take it along. Without a file it knows nothing.
 */
@Singleton
public final class Witness {
    private static final Logger LOG = Logger.getLogger(Witness.class);
    private static final Pattern CONTENT = Pattern.compile("([0-9]{1,18}) ([0-9a-f]{64})\\s*");

    private final Optional<Path> file;

    public Witness(PrivacyConfig config) {
        this.file = config.witness().filter(path -> !path.isBlank()).map(Path::of);
    }

    /** That the log had an entry with this number and hash. */
    public record Seen(long seq, String hash) {}

    /** What was noted last; empty where there is no file or nothing in it. */
    public Optional<Seen> seen() {
        return file.flatMap(Witness::read);
    }

    /** Keeps a head, if it is newer. A failure is logged, no more: the head is signed all the same. */
    public void note(long seq, String hash) {
        file.ifPresent(path -> {
            try {
                if (read(path).map(Seen::seq).orElse(0L) < seq) {
                    Path draft = path.resolveSibling(
                            path.getFileName() + "." + ProcessHandle.current().pid() + ".new");
                    Files.writeString(draft, seq + " " + hash + "\n");
                    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException | UncheckedIOException failed) {
                LOG.warnf("The newest head could not be kept in %s: %s", path, failed.getMessage());
            }
        });
    }

    private static Optional<Seen> read(Path path) {
        try {
            Matcher content = CONTENT.matcher(Files.readString(path));
            return content.matches()
                    ? Optional.of(new Seen(Long.parseLong(content.group(1)), content.group(2)))
                    : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
