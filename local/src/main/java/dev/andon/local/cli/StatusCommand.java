package dev.andon.local.cli;

import dev.andon.local.home.DataDir;
import dev.andon.local.stack.Ports;
import dev.andon.local.stack.Running;
import dev.andon.local.stack.Service;
import dev.andon.local.stack.ServiceProbe;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./andon status}: what runs and where; 0 when every service is ready, else 1. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "What runs, and where.")
final class StatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataDirOption dataDir;

    @Override
    public Integer call() {
        DataDir dir = dataDir.get();
        PrintWriter out = spec.commandLine().getOut();
        Optional<Running> running = Running.alive(dir);
        if (running.isEmpty()) {
            out.println("Andon is not up on " + dir.root() + ". Start it with ./andon up.");
            return 1;
        }
        Ports ports = running.get().ports();
        boolean all = true;
        for (Service service : Service.values()) {
            boolean ready = ServiceProbe.isReady(service, ports);
            all &= ready;
            out.printf("%-10s %-9s %s%n", service.label(), ready ? "ready" : "not ready", service.url(ports));
        }
        out.printf("%-10s %-9s %s%n", "data", "", dir.root());
        return all ? 0 : 1;
    }
}
