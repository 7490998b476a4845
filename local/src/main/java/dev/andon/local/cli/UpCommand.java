package dev.andon.local.cli;

import dev.andon.local.demo.Demo;
import dev.andon.local.demo.FirstAnalysis;
import dev.andon.local.demo.IngestClient;
import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import dev.andon.local.postgres.EmbeddedServer;
import dev.andon.local.stack.Leftovers;
import dev.andon.local.stack.Ports;
import dev.andon.local.stack.Service;
import dev.andon.local.stack.Stack;
import dev.andon.local.stack.StackLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./andon up}: starts the stack and stays with it until Ctrl-C, or leaves it in the background. */
@Command(name = "up", mixinStandardHelpOptions = true, description = "Start PostgreSQL and the three services.")
final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataDirOption dataDir;

    @Option(
            names = "--detach",
            description = "Return when everything is ready and leave it running; ./andon down stops it.")
    private boolean detach;

    @Option(names = "--no-demo", description = "Load no demonstration traces.")
    private boolean noDemo;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description =
                    "Ingest on N, OTLP/gRPC on N+1, analyzer on N+2, pages on N+3, PostgreSQL on N+4; 0 takes free ports"
                            + " (default: 4318, 4317, 4320, 4321, 4322).")
    private Integer portBase;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description =
                    "Use this PostgreSQL (15 to 18) instead of the embedded one: postgresql://user:password@host:5432/database"
                            + " (default: DATABASE_URL).")
    private String databaseUrl;

    @Override
    public Integer call() throws InterruptedException, IOException {
        DataDir dir = dataDir.get();
        ports();
        dir.create();
        if (detach) {
            return new Detached(dir, out())
                    .start(spec.commandLine().getParseResult().originalArgs());
        }
        Optional<StackLock> lock = StackLock.takeSoon(dir);
        if (lock.isEmpty()) {
            new OtherLauncher(dir, out()).await();
            return 0;
        }
        try (StackLock held = lock.get()) {
            return run(dir, held);
        }
    }

    private int run(DataDir dir, StackLock held) throws InterruptedException {
        int orphans = Leftovers.clear(dir);
        if (orphans > 0) {
            out().println("Stopped " + orphans + " processes of an earlier start that was cut off.");
        }
        Stack stack = new Stack(dir, ports(), this::print);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        try {
            stack.start(ownDatabase(dir));
        } catch (RuntimeException failed) {
            stack.close();
            throw failed;
        }
        demonstrate(stack, dir);
        addresses(stack);
        finding(stack, dir);
        print("Ready. Ctrl-C stops everything.");
        new CountDownLatch(1).await();
        return 0;
    }

    private void addresses(Stack stack) {
        Ports ports = stack.ports();
        out().printf("%n  Pages       %s%n", Service.MONITOR.url(ports));
        out().printf("  OTLP/HTTP   %s%n", Service.INGEST.url(ports));
        out().printf("  OTLP/gRPC   http://localhost:%d%n", ports.grpc());
        out().printf("  API         %s%n", Service.ANALYZER.url(ports));
        out().printf("  API key     %s   (signs in to the pages, too)%n%n", stack.apiKey());
    }

    // The stack is of use without the demonstration, so its failure is told and not fatal.
    private void demonstrate(Stack stack, DataDir dir) throws InterruptedException {
        if (noDemo) {
            return;
        }
        try {
            IngestClient ingest = new IngestClient(Service.INGEST.url(stack.ports()), stack.apiKey());
            if (new Demo(dir, InstantSource.system(), this::print).load(stack.database(), ingest)) {
                new FirstAnalysis(dir, stack.database()).run(stack.databaseUrl());
                print("             analysed");
            }
        } catch (StackException failed) {
            print("The demonstration traces are not complete: " + failed.getMessage());
        }
    }

    private void finding(Stack stack, DataDir dir) {
        new FirstAnalysis(dir, stack.database())
                .finding(Service.MONITOR.url(stack.ports()))
                .ifPresent(sentence -> print(sentence + System.lineSeparator()));
    }

    private Ports ports() {
        try {
            return portBase == null ? Ports.standard() : Ports.from(portBase);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
    }

    // After "export $(./andon env)" the variable names the embedded server, which is not running yet.
    private Optional<String> ownDatabase(DataDir dir) {
        return Optional.ofNullable(databaseUrl)
                .or(() -> Optional.ofNullable(System.getenv("DATABASE_URL")))
                .filter(url -> !url.isBlank() && !EmbeddedServer.isOf(dir, url));
    }

    private void print(String line) {
        out().println(line);
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
