package dev.andon.local.postgres;

import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The PostgreSQL of one machine: real binaries, durable, on loopback, with a password made at the first start. Its data stays in the
 * data folder. The library's defaults (no fsync, no password) suit tests; every one that risks data is set here.
 */
public final class EmbeddedServer implements AutoCloseable {
    /** Owner of the database and of the schema; may make roles and nothing else that a superuser may. */
    private static final String USER = "andon";

    private static final String DATABASE = "andon";
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", "localhost"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("max_connections", "100"),
            Map.entry("shared_buffers", "512MB"),
            Map.entry("effective_cache_size", "2GB"),
            Map.entry("work_mem", "16MB"),
            Map.entry("maintenance_work_mem", "256MB"),
            Map.entry("max_wal_size", "4GB"),
            Map.entry("checkpoint_timeout", "15min"),
            Map.entry("checkpoint_completion_target", "0.9"),
            Map.entry("random_page_cost", "1.1"),
            // Every query here is short; compiling it costs more than it saves.
            Map.entry("jit", "off"),
            Map.entry("log_timezone", "UTC"));
    private static final String ACCESS = """
            # Written by ./andon at every start.
            host all all 127.0.0.1/32 %1$s
            host all all ::1/128 %1$s
            """;

    private final EmbeddedPostgres server;
    private final ProcessHandle postmaster;
    private final String url;

    private EmbeddedServer(EmbeddedPostgres server, ProcessHandle postmaster, String url) {
        this.server = server;
        this.postmaster = postmaster;
        this.url = url;
    }

    /** Starts the server on that port, making its data folder, user and database when they are missing. */
    public static EmbeddedServer start(DataDir dir, int port) {
        Optional<String> known = DataDir.read(dir.password());
        String password = known.orElseGet(EmbeddedServer::newPassword);
        try {
            EmbeddedPostgres server = builder(dir, port, known).start();
            if (known.isEmpty()) {
                secure(server, dir, password);
            }
            String url = "postgresql://" + USER + ":" + password + "@localhost:" + port + "/" + DATABASE;
            return new EmbeddedServer(server, postmaster(dir).orElseThrow(), url);
        } catch (IOException | SQLException | IllegalStateException cannot) {
            throw new StackException("PostgreSQL could not be started: " + cannot.getMessage() + ". Its log is "
                    + dir.log("postgres") + ".");
        }
    }

    /** Whether a URL names the server of this data folder, on whichever port: only its own has its password. */
    public static boolean isOf(DataDir dir, String url) {
        return DataDir.read(dir.password())
                .filter(password -> url.startsWith("postgresql://" + USER + ":" + password + "@localhost:"))
                .isPresent();
    }

    /** As operators write it, password included. */
    public String url() {
        return url;
    }

    /** The server's first process. */
    public ProcessHandle postmaster() {
        return postmaster;
    }

    /** The server that runs on this data folder, also one that an earlier launcher left behind. */
    public static Optional<ProcessHandle> postmaster(DataDir dir) {
        return DataDir.read(dir.postgres().resolve("postmaster.pid"))
                .flatMap(text -> text.lines().findFirst())
                .map(line -> Long.parseLong(line.strip()))
                .flatMap(ProcessHandle::of)
                .filter(handle -> handle.info().command().orElse("").contains("postgres"));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static EmbeddedPostgres.Builder builder(DataDir dir, int port, Optional<String> password) {
        ProcessBuilder.Redirect log =
                ProcessBuilder.Redirect.appendTo(dir.log("postgres").toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(dir.postgres())
                .setOverrideWorkingDirectory(dir.binaries().toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofMinutes(2))
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setDataDirectoryCustomizer(
                        data -> writeAccess(data, password.isPresent() ? "scram-sha-256" : "trust"));
        SETTINGS.forEach(builder::setServerConfig);
        password.ifPresent(secret -> builder.setConnectConfig("password", secret));
        return builder;
    }

    // The first start is open for the moment in which the password is set; the file with the password is written last.
    private static void secure(EmbeddedPostgres server, DataDir dir, String password) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE postgres PASSWORD '" + password + "'");
            // A file with the password that somebody lost costs no data: what is there gets a new password.
            if (isMissing(statement, "SELECT FROM pg_roles WHERE rolname = '" + USER + "'")) {
                statement.execute("CREATE ROLE " + USER + " LOGIN CREATEROLE");
            }
            statement.execute("ALTER ROLE " + USER + " PASSWORD '" + password + "'");
            // Whoever makes a role is a member of it, so the migrations' roles can be taken by the services.
            statement.execute("ALTER ROLE " + USER + " SET createrole_self_grant = 'set, inherit'");
            if (isMissing(statement, "SELECT FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + USER);
            }
            writeAccess(dir.postgres().toFile(), "scram-sha-256");
            statement.execute("SELECT pg_reload_conf()");
        }
        DataDir.writeSecret(dir.password(), password);
    }

    private static boolean isMissing(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return !row.next();
        }
    }

    private static void writeAccess(File data, String method) {
        try {
            Files.writeString(Path.of(data.getPath(), "pg_hba.conf"), ACCESS.formatted(method));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static String newPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
