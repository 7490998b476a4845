package dev.andon.local.stack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Names processes so that a number used again by another program is not taken for ours, and ends them in order. */
public final class Processes {
    private Processes() {}

    /** {@code pid@start}, the start in milliseconds since the epoch. */
    public static String name(ProcessHandle handle) {
        return handle.pid() + "@"
                + handle.info()
                        .startInstant()
                        .map(start -> start.toEpochMilli())
                        .orElse(0L);
    }

    /** The live process of that name. */
    public static Optional<ProcessHandle> find(String name) {
        return ProcessHandle.of(Long.parseLong(name.substring(0, name.indexOf('@'))))
                .filter(ProcessHandle::isAlive)
                .filter(handle -> name(handle).equals(name));
    }

    /** Asks all to end, then after the limit ends what is left. */
    public static void stop(List<ProcessHandle> handles, Duration limit) {
        handles.forEach(ProcessHandle::destroy);
        CompletableFuture<?> all = CompletableFuture.allOf(
                handles.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        try {
            all.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            handles.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            handles.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
