package dev.andon.ingest.dump;

import java.io.PrintWriter;

/** One line on a terminal that is written over; says nothing elsewhere. */
final class ProgressBar {
    private static final int WIDTH = 30;

    private final PrintWriter out;
    private final boolean shown;
    private final long total;
    private long done;
    private int percent = -1;

    ProgressBar(PrintWriter out, boolean shown, long total) {
        this.out = out;
        this.shown = shown;
        this.total = Math.max(1, total);
    }

    void advance(long more) {
        done += more;
        int now = (int) Math.min(100, done * 100 / total);
        if (shown && now != percent) {
            percent = now;
            int filled = now * WIDTH / 100;
            out.printf("\r[%s%s] %3d %%", "#".repeat(filled), " ".repeat(WIDTH - filled), now);
            out.flush();
        }
    }

    /** Clears the line. */
    void close() {
        if (shown) {
            out.printf("\r%s\r", " ".repeat(WIDTH + 8));
            out.flush();
        }
    }
}
