package dev.andon.monitor.usage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A year of rollups made of a million requests, 12 domains and 12 models. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class UsageSpeedIT {
    TestDatabase database;

    @Test
    void a_year_answers_quickly() {
        database.execute("""
                SET synchronous_commit = off;
                INSERT INTO chat_telemetry (request_id, created_at, source, outcome, domain, model, input_tokens, output_tokens, cost_usd,
                                            latency_ms)
                SELECT 'y' || n, now() - n * interval '31 seconds', 'api', 'ok', 'domain-' || n % 12, 'model-' || n / 12 % 12, n % 999, 7,
                       0.001, exp(6 + 0.8 * sin(n) + (n % 97) / 97.0)
                  FROM generate_series(1, 1000000) AS n;
                DELETE FROM chat_telemetry_changes;
                SELECT refresh_chat_telemetry_rollups('-infinity', 'infinity');
                ANALYZE
                """);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String year = "/api/dashboard/telemetry?from=" + now.minus(365, ChronoUnit.DAYS) + "&to=" + now;
        assertThat(given().get(year).jsonPath().getInt("totals.requests")).isEqualTo(1_000_000);

        long[] millis =
                IntStream.range(0, 15).mapToLong(i -> time(year)).sorted().toArray();
        long[] day = IntStream.range(0, 15)
                .mapToLong(i -> time("/api/dashboard/telemetry"))
                .sorted()
                .toArray();
        System.err.println(
                "YEAR median " + millis[7] + " ms, slowest " + millis[14] + "; day median " + day[7] + "; rows "
                        + database.rows(
                                "SELECT (SELECT count(*) FROM chat_telemetry_rollups),"
                                        + " (SELECT count(*) FROM chat_telemetry_domain_rollups), pg_table_size('chat_telemetry_domain_rollups') / 1048576"));

        assertThat(millis[7]).isLessThan(600);
    }

    private static long time(String address) {
        long start = System.nanoTime();
        given().get(address).then().statusCode(200);
        return (System.nanoTime() - start) / 1_000_000;
    }
}
