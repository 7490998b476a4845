package dev.andon.monitor.check.cli;

import dev.andon.monitor.check.CheckResult;
import dev.andon.monitor.check.CheckRun;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.format.Numbers;
import java.io.PrintWriter;

/** Findings for people, the worst first within a group. */
final class CheckText {
    private CheckText() {}

    static void print(CheckRun run, PrintWriter out) {
        for (CheckResult result : run.results()) {
            out.printf("%-7s  %-28s  %s%n", result.status().text(), result.title(), result.detail());
            if (result.remedy() != null) {
                out.printf("%-7s  %-28s  -> %s%n", "", "", result.remedy());
            }
        }
        out.printf(
                "%n%d checks: %d fresh, %d warn, %d stale, %d unknown, in %s.%n",
                run.results().size(),
                run.with(CheckStatus.FRESH).size(),
                run.with(CheckStatus.WARN).size(),
                run.with(CheckStatus.STALE).size(),
                run.with(CheckStatus.UNKNOWN).size(),
                Numbers.duration((double) run.took().toMillis()));
    }
}
