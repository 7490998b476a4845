package dev.andon.local.stack;

import dev.andon.local.home.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One service as a child JVM on loopback. Output goes to its log; the environment carries the database, so no password is in the process list. */
final class ServiceProcess {
    private static final Duration POLL = Duration.ofMillis(50);

    private final Service service;
    private final Ports ports;
    private final Process process;
    private final long start = System.nanoTime();

    private ServiceProcess(Service service, Ports ports, Process process) {
        this.service = service;
        this.ports = ports;
        this.process = process;
    }

    static ServiceProcess start(Service service, Ports ports, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command(service, ports))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new ServiceProcess(service, ports, builder.start());
        } catch (IOException cannot) {
            throw new StackException(
                    "The " + service.label() + " service could not be started: " + cannot.getMessage());
        }
    }

    private static List<String> command(Service service, Ports ports) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(service.memory());
        command.addAll(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dquarkus.profile=local",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + service.port(ports)));
        if (service == Service.INGEST) {
            command.add("-Dquarkus.grpc.server.host=127.0.0.1");
            command.add("-Dquarkus.grpc.server.port=" + ports.grpc());
        }
        Optional.ofNullable(System.getenv(service.optionsVariable()))
                .filter(options -> !options.isBlank())
                .ifPresent(options -> command.addAll(List.of(options.strip().split("\\s+"))));
        command.add("-jar");
        command.add(service.jar().toString());
        return command;
    }

    Service service() {
        return service;
    }

    /** How long ago it was started. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits until the service says it is ready; false when it ended or the time is up. */
    boolean awaitReady(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ServiceProbe.isReady(service, ports)) {
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                return false;
            }
        }
        return true;
    }
}
