package dev.andon.local.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** The folder of one stack: database, logs, state and secrets. Files with secrets are readable by their owner only. */
public record DataDir(Path root) {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    /** The folder named, else {@code ANDON_DATA_DIR}, else {@code .andon} in the checkout. */
    public static DataDir of(Optional<Path> named) {
        Path root = named.orElseGet(() -> Optional.ofNullable(System.getenv("ANDON_DATA_DIR"))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .orElseGet(() -> Checkout.root().resolve(".andon")));
        return new DataDir(root.toAbsolutePath().normalize());
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path binaries() {
        return root.resolve("postgres-binaries");
    }

    public Path log(String name) {
        return root.resolve("logs").resolve(name + ".log");
    }

    public Path lock() {
        return root.resolve("lock");
    }

    public Path state() {
        return root.resolve("state.properties");
    }

    public Path env() {
        return root.resolve("env");
    }

    public Path password() {
        return root.resolve("postgres-password");
    }

    public Path apiKey() {
        return root.resolve("api-key");
    }

    public Path privacyKey() {
        return root.resolve("privacy-key");
    }

    /** The newest signed head of the audit log, beside the database. */
    public Path auditHead() {
        return root.resolve("audit-head");
    }

    /** Makes the folders that are missing. */
    public void create() {
        try {
            Files.createDirectories(root.resolve("logs"));
        } catch (IOException cannot) {
            throw new UncheckedIOException(
                    "The data folder " + root + " cannot be made. Name another with --data-dir.", cannot);
        }
        if (!Files.isWritable(root) || !Files.isWritable(root.resolve("logs"))) {
            throw new StackException("Nothing can be written into the data folder " + root
                    + ". Let its owner be who runs this, or name another with --data-dir.");
        }
    }

    /** Replaces a file in one step, readable by its owner only. */
    public static void writeSecret(Path file, String content) {
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            keepToOwner(draft);
            Files.writeString(draft, content);
            // REPLACE_EXISTING would delete the old file first, and a reader in between find none.
            Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** Lets nobody but its owner read a file, which is made where it is missing. */
    public static void keepToOwner(Path file) {
        try {
            boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
            if (Files.exists(file)) {
                if (posix) {
                    Files.setPosixFilePermissions(file, OWNER);
                }
            } else if (posix) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER));
            }
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** The content without surrounding blanks; empty when there is no such file. */
    public static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
