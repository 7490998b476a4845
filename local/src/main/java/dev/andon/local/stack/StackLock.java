package dev.andon.local.stack;

import dev.andon.local.home.DataDir;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Held by the launcher of a data folder for as long as it lives; the system gives it free when the launcher dies, however it dies. */
public final class StackLock implements AutoCloseable {
    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /** The lock, or empty when another launcher holds it. */
    public static Optional<StackLock> take(DataDir dir) {
        try {
            FileChannel channel = FileChannel.open(dir.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new StackLock(channel));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** Whether a launcher holds it now. */
    static boolean isHeld(DataDir dir) {
        Optional<StackLock> lock = take(dir);
        lock.ifPresent(StackLock::close);
        return lock.isEmpty();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
