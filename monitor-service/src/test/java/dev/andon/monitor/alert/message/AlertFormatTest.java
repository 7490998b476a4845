package dev.andon.monitor.alert.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bodies as receivers read them. */
class AlertFormatTest {
    private static final Instant NOW = Instant.parse("2026-11-29T16:00:00Z");
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private static final Finding STALE = new Finding(
            "trace_rollups",
            "rollups",
            "Traces <by> hour & day",
            Change.FAILING,
            "stale",
            "Old.",
            "Look.",
            3.0,
            "s",
            "/freshness",
            "/runbook#trace_rollups",
            NOW.minusSeconds(60));
    private static final Finding GOOD = new Finding(
            "no_traces", "loop", "Spans", Change.RECOVERED, "fresh", "Fine.", null, null, null, "/traces", null, NOW);

    @Test
    void slack_gets_blocks_and_a_text_with_its_three_characters_escaped() {
        JsonNode body = body(AlertFormat.SLACK, STALE, GOOD);

        assertThat(body.get("text").asText()).isEqualTo("Andon prod: 1 check fails, 1 recovered (schedule)");
        assertThat(body.get("blocks"))
                .extracting(block -> block.get("type").asText())
                .containsExactly("header", "section", "section", "context");
        assertThat(body.get("blocks").get(1).get("text").get("text").asText())
                .isEqualTo("*Traces &lt;by&gt; hour &amp; day*  stale\nOld.\n_Look._\n"
                        + "<https://andon.example/freshness|Open the page>");
    }

    @Test
    void slack_gets_no_more_than_it_takes() {
        Finding huge = new Finding(
                "k", "g", "t", Change.FAILING, "stale", "x".repeat(10_000), null, null, null, null, null, NOW);
        JsonNode body = body(AlertFormat.SLACK, Collections.nCopies(80, huge).toArray(Finding[]::new));

        assertThat(body.get("blocks"))
                .hasSizeLessThanOrEqualTo(50)
                .allSatisfy(block ->
                        assertThat(block.path("text").path("text").asText()).hasSizeLessThanOrEqualTo(3000));
        assertThat(body.toString()).contains("and 60 more");
    }

    @Test
    void json_has_a_version_and_whole_links() {
        JsonNode body = body(AlertFormat.JSON, STALE);

        assertThat(body.get("version").asText()).isEqualTo("1");
        assertThat(body.get("id").asText()).isEqualTo("run-1");
        assertThat(body.get("at").asText()).isEqualTo("2026-11-29T16:00:00Z");
        assertThat(body.get("findings").get(0).get("change").asText()).isEqualTo("failing");
        assertThat(body.get("findings").get(0).get("runbook").asText())
                .isEqualTo("https://andon.example/runbook#trace_rollups");
    }

    @Test
    void alertmanager_gets_alerts_that_end_when_they_recover_or_are_not_renewed() {
        JsonNode body = body(AlertFormat.ALERTMANAGER, STALE, GOOD);

        JsonNode firing = body.get(0);
        assertThat(firing.get("labels").get("alertname").asText()).isEqualTo("AndonTraceRollups");
        assertThat(firing.get("labels").get("environment").asText()).isEqualTo("prod");
        assertThat(firing.get("startsAt").asText()).isEqualTo("2026-11-29T15:59:00Z");
        assertThat(firing.get("endsAt").asText()).isEqualTo("2026-11-30T17:00:00Z");
        assertThat(firing.get("generatorURL").asText()).isEqualTo("https://andon.example/freshness");
        assertThat(body.get(1).get("endsAt").asText()).isEqualTo("2026-11-29T16:00:00Z");
    }

    private static JsonNode body(AlertFormat format, Finding... findings) {
        AlertMessage message = new AlertMessage("run-1", NOW, "prod", "schedule", List.of(findings));
        return MAPPER.valueToTree(
                format.body(message, new Links(Optional.of("https://andon.example/")), Duration.ofHours(25)));
    }
}
