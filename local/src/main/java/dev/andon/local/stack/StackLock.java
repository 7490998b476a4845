package dev.andon.local.stack;

import dev.andon.local.home.DataDir;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Held by the launcher of a data folder for as long as it lives; the system gives it free when the launcher dies, however it dies. */
public final class StackLock implements AutoCloseable {
    private static final int TRIES = 4;
    private static final int PAUSE_MILLIS = 50;

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Like {@link #take}, for a launcher: whoever only looks holds the lock for a moment, which is waited out. */
    public static Optional<StackLock> takeSoon(DataDir dir) throws InterruptedException {
        Optional<StackLock> lock = take(dir);
        for (int tries = 1; lock.isEmpty() && tries < TRIES; tries++) {
            new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            lock = take(dir);
        }
        return lock;
    }

    /** The lock, or empty when another launcher holds it. */
    public static Optional<StackLock> take(DataDir dir) {
        try {
            FileChannel channel = FileChannel.open(dir.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new StackLock(channel));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException anotherThread) {
            return false;
        }
    }

    /** Whether a launcher holds it now. */
    public static boolean isHeld(DataDir dir) {
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
