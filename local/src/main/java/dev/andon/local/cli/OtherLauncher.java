package dev.andon.local.cli;

import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import dev.andon.local.stack.Running;
import dev.andon.local.stack.Service;
import dev.andon.local.stack.StackLock;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The launcher that holds a data folder already, as a second start sees it: up, or on its way. */
final class OtherLauncher {
    private static final int POLL_MILLIS = 100;

    private final DataDir dir;
    private final PrintWriter out;

    OtherLauncher(DataDir dir, PrintWriter out) {
        this.dir = dir;
        this.out = out;
    }

    /** Returns when it is ready and says where it is; throws {@link StackException} where it ends before. */
    void await() throws InterruptedException {
        Optional<Running> ready = ready();
        if (ready.isEmpty()) {
            out.println("Another start on " + dir.root() + " is under way; waiting until it is ready.");
            out.flush();
        }
        CountDownLatch pace = new CountDownLatch(1);
        while (ready.isEmpty()) {
            if (!StackLock.isHeld(dir)) {
                throw new StackException(
                        "The other start on " + dir.root() + " ended before it was ready. Run it again;"
                                + " if it was in the background, its output is in " + dir.log("andon") + ".");
            }
            pace.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            ready = ready();
        }
        out.println("Andon is already up on " + dir.root() + ": pages at "
                + Service.MONITOR.url(ready.get().ports()) + ". Stop it with ./andon down.");
    }

    private Optional<Running> ready() {
        return Running.alive(dir).filter(Running::ready);
    }
}
