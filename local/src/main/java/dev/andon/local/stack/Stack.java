package dev.andon.local.stack;

import dev.andon.common.config.DatabaseUrl;
import dev.andon.common.schema.Migrations;
import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import dev.andon.local.postgres.EmbeddedServer;
import dev.andon.local.postgres.ServiceRoles;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * PostgreSQL and the three services on one machine, as one thing that starts and stops. While it is up, whatever ends by itself is
 * started again, after a pause that grows while it keeps ending. One stack a data folder: the caller holds {@link StackLock}.
 */
public final class Stack implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final DataDir dir;
    private final Ports ports;
    private final Consumer<String> progress;
    private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
    private final Map<String, Backoff> backoffs = new HashMap<>();
    private final Map<Service, Double> readySeconds = new EnumMap<>(Service.class);
    private EmbeddedServer server;
    private DatabaseUrl database;
    private String databaseUrl = "";
    private String apiKey = "";
    private volatile boolean embedded;
    private boolean ready;
    private boolean stopping;

    public Stack(DataDir dir, Ports ports, Consumer<String> progress) {
        this.dir = dir;
        this.ports = ports;
        this.progress = progress;
    }

    /** Starts all of it and returns when each service is ready; throws {@link StackException} with the remedy when one is not. */
    public void start(Optional<String> ownDatabase) throws InterruptedException {
        requireJars();
        ports.conflict(ownDatabase.isEmpty()).ifPresent(problem -> {
            throw new StackException(problem);
        });
        note();
        startDatabase(ownDatabase);
        migrate();
        startServices();
        awaitServices();
        synchronized (this) {
            ready = true;
            note();
        }
        DataDir.writeSecret(dir.env(), environment());
    }

    /** Stops the services, then the server; safe to call twice and from another thread. */
    @Override
    public void close() {
        synchronized (this) {
            if (stopping) {
                return;
            }
            stopping = true;
        }
        if (ready) {
            progress.accept("Stopping …");
        }
        Processes.stop(services.values().stream().map(ServiceProcess::handle).toList(), STOP_LIMIT);
        stopServer();
        dir.env().toFile().delete();
        dir.state().toFile().delete();
        if (ready) {
            progress.accept("Stopped.");
        }
    }

    private synchronized void stopServer() {
        if (server == null && embedded) {
            // It was still starting.
            Processes.stop(EmbeddedServer.postmaster(dir).stream().toList(), STOP_LIMIT);
        } else if (server != null) {
            try {
                server.close();
            } catch (IOException cannot) {
                progress.accept("PostgreSQL did not stop: " + cannot.getMessage());
            }
        }
    }

    public Ports ports() {
        return ports;
    }

    /** How long each service took until it was ready, all starting at once. */
    public Map<Service, Double> readySeconds() {
        return readySeconds;
    }

    /** The services' processes. */
    public synchronized Map<Service, ProcessHandle> processes() {
        Map<Service, ProcessHandle> handles = new EnumMap<>(Service.class);
        services.forEach((service, process) -> handles.put(service, process.handle()));
        return handles;
    }

    public String apiKey() {
        return apiKey;
    }

    public DatabaseUrl database() {
        return database;
    }

    /** As the services got it, password included. */
    public String databaseUrl() {
        return databaseUrl;
    }

    /** {@code KEY=value} lines for programs. */
    public String environment() {
        return """
                DATABASE_URL=%s
                ANDON_INGEST_URL=%s
                ANDON_ANALYZER_URL=%s
                ANDON_MONITOR_URL=%s
                ANDON_API_KEY=%s
                ANDON_GRPC_URL=http://localhost:%d
                """.formatted(
                        databaseUrl,
                        Service.INGEST.url(ports),
                        Service.ANALYZER.url(ports),
                        Service.MONITOR.url(ports),
                        apiKey,
                        ports.grpc());
    }

    private void requireJars() {
        for (Service service : Service.values()) {
            if (!service.jar().toFile().exists()) {
                throw new StackException(service.jar() + " is missing. Start through ./andon, which builds it.");
            }
        }
    }

    private void startDatabase(Optional<String> ownDatabase) {
        if (ownDatabase.isPresent()) {
            databaseUrl = ownDatabase.get();
            progress.accept("Database     your own, from DATABASE_URL");
        } else {
            long start = System.nanoTime();
            embedded = true;
            EmbeddedServer started = EmbeddedServer.start(dir, ports.postgres());
            synchronized (this) {
                server = started;
                if (stopping) {
                    stopServer();
                }
                requireGoingOn();
            }
            databaseUrl = server.url();
            superviseServer();
            progress.accept("PostgreSQL   ready after " + since(start) + ", data in " + dir.postgres());
        }
        try {
            database = DatabaseUrl.parse(databaseUrl);
        } catch (IllegalArgumentException wrong) {
            throw new StackException(wrong.getMessage());
        }
    }

    private void migrate() {
        int applied;
        try {
            applied = Migrations.migrate(
                    database.jdbc(),
                    database.user().orElse(null),
                    database.password().orElse(null));
        } catch (RuntimeException failed) {
            throw new StackException("The schema could not be brought up to date: " + failed.getMessage());
        }
        progress.accept("Schema       " + (applied == 0 ? "up to date" : applied + " migrations applied"));
        ServiceRoles.ensure(database);
        apiKey = LocalKey.ensure(dir, database);
    }

    private void startServices() {
        for (Service service : Service.values()) {
            launch(service);
        }
        note();
    }

    private void awaitServices() throws InterruptedException {
        long start = System.nanoTime();
        for (ServiceProcess process : List.copyOf(services.values())) {
            if (!process.awaitReady(READY_LIMIT)) {
                throw new StackException(
                        "The " + process.service().label() + " service did not become ready. Its log is "
                                + dir.log(process.service().label()) + ".");
            }
            readySeconds.put(process.service(), (System.nanoTime() - start) / 1e9);
        }
        progress.accept("Services     ingest, analyzer and monitor ready after " + since(start));
    }

    /** Nothing may start once {@link #close} has begun, which may be on another thread. */
    private void requireGoingOn() {
        if (stopping) {
            throw new StackException("Stopped while it was starting.");
        }
    }

    private synchronized void launch(Service service) {
        requireGoingOn();
        Map<String, String> environment = new HashMap<>();
        environment.put("DATABASE_URL", databaseUrl);
        // The address that the pages show to those who have no traces yet.
        environment.put("ANDON_PAGES_INGEST_ADDRESS", Service.INGEST.url(ports));
        if (service == Service.MONITOR) {
            environment.put(LocalPrivacyKey.VARIABLE, LocalPrivacyKey.ensure(dir));
            environment.put("ANDON_PRIVACY_WITNESS", dir.auditHead().toString());
            // Where its canary flies.
            environment.put("ANDON_INGEST_URL", Service.INGEST.url(ports));
            environment.put("ANDON_MONITOR_URL", Service.MONITOR.url(ports));
            environment.put("ANDON_API_KEY", apiKey);
        }
        ServiceProcess process = ServiceProcess.start(service, ports, environment, dir.log(service.label()));
        services.put(service, process);
        process.handle().onExit().thenRun(() -> ended(service, process));
    }

    private synchronized void ended(Service service, ServiceProcess process) {
        if (stopping || !ready || services.get(service) != process) {
            return;
        }
        Backoff backoff = backoffs.computeIfAbsent(service.label(), label -> new Backoff());
        Duration pause = backoff.after(process.age());
        tellEnd("The " + service.label() + " service", service.label(), pause, backoff.times());
        later(pause, () -> relaunch(service, process));
    }

    private synchronized void relaunch(Service service, ServiceProcess ended) {
        if (!stopping && services.get(service) == ended) {
            launch(service);
            note();
        }
    }

    private void superviseServer() {
        long start = System.nanoTime();
        server.postmaster().onExit().thenRun(() -> serverEnded(Duration.ofNanos(System.nanoTime() - start)));
    }

    private synchronized void serverEnded(Duration ran) {
        if (stopping || !ready) {
            return;
        }
        Backoff backoff = backoffs.computeIfAbsent("postgres", label -> new Backoff());
        Duration pause = backoff.after(ran);
        tellEnd("PostgreSQL", "postgres", pause, backoff.times());
        later(pause, this::restartServer);
    }

    private synchronized void restartServer() {
        if (stopping) {
            return;
        }
        try {
            server.close();
            server = EmbeddedServer.start(dir, ports.postgres());
            superviseServer();
        } catch (IOException | StackException cannot) {
            progress.accept(cannot.getMessage());
            serverEnded(Duration.ZERO);
        }
    }

    private void tellEnd(String who, String log, Duration pause, int times) {
        String when = pause.isZero() ? "is started again" : "is started again in " + pause.toSeconds() + " s";
        String often = times == 1 ? "" : " (" + times + " times in a row)";
        progress.accept(who + " ended by itself" + often + " and " + when + "; see " + dir.log(log));
    }

    private void later(Duration pause, Runnable start) {
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    try {
                        start.run();
                    } catch (StackException cannot) {
                        progress.accept(cannot.getMessage());
                    }
                });
    }

    private synchronized void note() {
        List<String> children = services.values().stream()
                .map(process -> Processes.name(process.handle()))
                .toList();
        new Running(Processes.name(ProcessHandle.current()), ready, ports, databaseUrl, children).write(dir);
    }

    private static String since(long start) {
        return "%.1f s".formatted((System.nanoTime() - start) / 1e9);
    }
}
