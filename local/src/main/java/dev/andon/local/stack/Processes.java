package dev.andon.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /**
     * {@code pid@start}. On Linux the start is in ticks since boot: as a time of day it changes whenever the clock is set, and a
     * stack that runs would no longer be found. Elsewhere it is in milliseconds since the epoch.
     */
    public static String name(ProcessHandle handle) {
        return handle.pid() + "@" + start(handle);
    }

    private static String start(ProcessHandle handle) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
            // The second field is the program's name in parentheses and may hold anything; the start is the 22nd.
            return "boot+" + stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
        } catch (IOException notLinux) {
            return handle.info()
                    .startInstant()
                    .map(start -> Long.toString(start.toEpochMilli()))
                    .orElse("0");
        }
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
