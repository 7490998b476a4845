package dev.andon.local.stack;

import dev.andon.local.home.DataDir;
import dev.andon.local.postgres.EmbeddedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a launcher left behind when it was killed: services and a server without anyone to stop them, and a state file that is no longer true. */
public final class Leftovers {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Leftovers() {}

    /** Ends them and removes the notes; returns how many processes there were. Only for the holder of the lock. */
    public static int clear(DataDir dir) {
        List<ProcessHandle> orphans =
                new ArrayList<>(Running.read(dir).map(Running::liveChildren).orElse(List.of()));
        Processes.stop(orphans, LIMIT);
        List<ProcessHandle> servers = EmbeddedServer.postmaster(dir).stream().toList();
        Processes.stop(servers, LIMIT);
        dir.state().toFile().delete();
        dir.env().toFile().delete();
        return orphans.size() + servers.size();
    }
}
