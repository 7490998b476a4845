package dev.andon.local.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.local.accuracy.AccuracyBench.AccuracyException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Asks a running analyzer, and waits until what was sent is in its rollups. */
final class AnalyzerClient {
    private static final String NOW = "SELECT clock_timestamp()";
    private static final String IS_FOLDED = """
            SELECT coalesce(bool_or(as_of >= ?), false)
              FROM rollup_watermarks
             WHERE name = 'spans'
            """;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String analyzerUrl;
    private final String apiKey;
    private final Connection connection;

    AnalyzerClient(String analyzerUrl, String apiKey, Connection connection) {
        this.analyzerUrl = analyzerUrl;
        this.apiKey = apiKey;
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /** Returns when every span acknowledged until now is in the rollups; gives up after the limit. */
    void awaitFolded(Duration limit) throws SQLException {
        Timestamp now;
        try (PreparedStatement statement = connection.prepareStatement(NOW);
                ResultSet row = statement.executeQuery()) {
            row.next();
            now = row.getTimestamp(1);
        }
        long deadline = System.nanoTime() + limit.toNanos();
        while (!isFolded(now)) {
            if (System.nanoTime() > deadline) {
                throw new AccuracyException("The analyzer has not folded what was sent within " + limit + ".");
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** The rows of {@code GET /api/v1/regressions}. */
    JsonNode regressions(Instant from, Instant to, Instant baselineFrom, Instant baselineTo)
            throws IOException, InterruptedException {
        URI uri = URI.create(analyzerUrl + "/api/v1/regressions?by=service&window=" + from + "/" + to + "&baseline="
                + baselineFrom + "/" + baselineTo);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + apiKey)
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AccuracyException("The analyzer answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private boolean isFolded(Timestamp at) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(IS_FOLDED)) {
            statement.setTimestamp(1, at);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
