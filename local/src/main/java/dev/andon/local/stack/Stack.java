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
import java.util.function.Consumer;

/**
 * PostgreSQL and the three services on one machine, as one thing that starts and stops. While it is up, whatever ends by itself is
 * started again. One stack a data folder: the caller holds {@link StackLock}.
 */
public final class Stack implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final DataDir dir;
    private final Ports ports;
    private final Consumer<String> progress;
    private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
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
        ServiceProcess process = ServiceProcess.start(service, ports, environment, dir.log(service.label()));
        services.put(service, process);
        process.handle().onExit().thenRun(() -> relaunch(service, process));
    }

    private synchronized void relaunch(Service service, ServiceProcess ended) {
        if (stopping || !ready || services.get(service) != ended) {
            return;
        }
        progress.accept("The " + service.label() + " service ended by itself and is started again; see "
                + dir.log(service.label()));
        launch(service);
        note();
    }

    private void superviseServer() {
        server.postmaster().onExit().thenRun(this::restartServer);
    }

    private synchronized void restartServer() {
        if (stopping || !ready) {
            return;
        }
        progress.accept("PostgreSQL ended by itself and is started again; see " + dir.log("postgres"));
        try {
            server.close();
            server = EmbeddedServer.start(dir, ports.postgres());
            superviseServer();
        } catch (IOException | StackException cannot) {
            progress.accept(cannot.getMessage());
        }
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
