package dev.andon.monitor.canary;

import dev.andon.common.cli.Commands;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets a canary fly once. */
@Command(
        name = "canary",
        description =
                "Sends a marked span and chat request to ingest and follows them to their page; says how long each step took.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it got to the end", "1:it did not, within the limit", "2:ANDON_INGEST_URL is not set"})
public final class CanaryCommand implements Callable<Integer> {
    private final Canary canary;

    @Spec
    CommandSpec spec;

    CanaryCommand(Canary canary) {
        this.canary = canary;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!canary.configured()) {
            spec.commandLine().getErr().println("ANDON_INGEST_URL is not set: the address of ingest.");
            return Commands.USAGE;
        }
        Flight flight = canary.fly();
        spec.commandLine().getOut().println(flight.sentence());
        if (flight.failed() != null) {
            spec.commandLine().getErr().println(flight.failed().remedy());
            return Commands.FAILED;
        }
        return Commands.DONE;
    }
}
