package dev.andon.monitor.canary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.monitor.testing.Receiver;
import dev.andon.monitor.testing.ReceiverResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a canary is lost. That it gets to its page is tested where a whole stack runs: {@code NightlyIT}. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "andon.monitor.check.enabled", value = "false"),
            @ResourceArg(name = "andon.monitor.canary.limit", value = "1500ms")
        })
@QuarkusTestResource(value = ReceiverResource.class, restrictToAnnotatedClass = true)
class CanaryIT {
    Receiver receiver;

    @Inject
    Commands commands;

    @Inject
    ObjectMapper mapper;

    @BeforeEach
    void forget() {
        receiver.reset();
    }

    @Test
    void an_ingest_that_refuses_is_where_it_is_lost() throws Exception {
        receiver.answer(401, "no such key");

        CommandRun run = CommandRun.of(commands, "canary");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("did not come about that ingest takes it", "401: no such key");
        assertThat(run.err()).contains("scope ingest");
        JsonNode span = mapper.readTree(receiver.requests().getFirst().body()).get(0);
        assertThat(span.get("service").asText()).isEqualTo("andon-canary");
        assertThat(Instant.parse(span.get("start_time").asText()))
                .isEqualTo(InstantSource.system()
                        .instant()
                        .minus(60, ChronoUnit.DAYS)
                        .truncatedTo(ChronoUnit.DAYS));
    }

    @Test
    void a_query_that_finds_nothing_is_where_it_is_lost() {
        CommandRun run = CommandRun.of(commands, "canary");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("did not come about that ingest finds it by its id");
    }

    @Test
    void rollups_that_never_hold_it_are_where_it_is_lost_and_the_check_is_stale() throws Exception {
        receiver.answer(200, "{}");
        receiver.answer(200, "{}");
        receiver.answer(exchange -> {
            byte[] trace = exchange.getRequestURI().getPath().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, trace.length);
            exchange.getResponseBody().write(trace);
        });

        CommandRun run = CommandRun.of(commands, "check", "all", "-o", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode canary = mapper.readTree(run.out())
                .get("results")
                .valueStream()
                .filter(result -> result.get("key").asText().equals("canary"))
                .findFirst()
                .orElseThrow();
        assertThat(canary.get("status").asText()).isEqualTo("stale");
        assertThat(canary.get("group").asText()).isEqualTo("end-to-end");
        assertThat(canary.get("detail").asText())
                .contains("did not come about that the rollups hold it", "Ingest takes it after");
        assertThat(canary.get("remedy").asText()).contains("analyzer");
    }
}
