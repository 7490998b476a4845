package dev.andon.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The five loopback ports of one stack, all different.
 *
 * @param ingest OTLP/HTTP and the ingest API
 * @param grpc OTLP/gRPC
 * @param analyzer the analyzer's API
 * @param monitor the pages
 * @param postgres the embedded server; unused with a database of the caller's own
 */
public record Ports(int ingest, int grpc, int analyzer, int monitor, int postgres) {
    private static final int COUNT = 5;
    private static final int LOWEST_DRAWN = 20_000;
    private static final int HIGHEST_DRAWN = 32_000;

    /** The ports OpenTelemetry names, and their neighbours. */
    public static Ports standard() {
        return new Ports(4318, 4317, 4320, 4321, 4322);
    }

    /** Five ports in a row from {@code base}, 1 to 65531; 0 finds a row that is free now. */
    public static Ports from(int base) {
        if (base == 0) {
            return from(freeBase());
        }
        if (base < 0 || base + COUNT - 1 > 65535) {
            throw new IllegalArgumentException("--port-base must be between 1 and 65531, or 0 for any free ports.");
        }
        return new Ports(base, base + 1, base + 2, base + 3, base + 4);
    }

    /** What is wrong, with the remedy, when a port is in use; empty when all are free. */
    public Optional<String> conflict(boolean withPostgres) {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        wanted.put("ingest (OTLP/HTTP)", ingest);
        wanted.put("ingest (OTLP/gRPC)", grpc);
        wanted.put("analyzer", analyzer);
        wanted.put("monitor", monitor);
        if (withPostgres) {
            wanted.put("PostgreSQL", postgres);
        }
        return wanted.entrySet().stream()
                .filter(entry -> !isFree(entry.getValue()))
                .findFirst()
                .map(entry -> "Port " + entry.getValue() + ", wanted for " + entry.getKey()
                        + ", is taken by another program. Stop that program, or choose other ports:"
                        + " ./andon up --port-base 15000 (0 takes any free ones).");
    }

    // Drawn from below the range that systems give to outgoing connections (32768 on Linux, 49152 elsewhere): between
    // the look and the start
    // a connection of a service that is up already could take one.
    private static int freeBase() {
        for (int attempt = 0; attempt < 200; attempt++) {
            int base = RandomGenerator.getDefault().nextInt(LOWEST_DRAWN, HIGHEST_DRAWN);
            if (from(base).conflict(true).isEmpty()) {
                return base;
            }
        }
        throw new IllegalStateException("No five free ports in a row were found.");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
