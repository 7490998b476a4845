package dev.andon.monitor.overview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.andon.monitor.run.Output;
import dev.andon.monitor.run.Run;
import dev.andon.monitor.run.RunRepository;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoryTest {
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    @Test
    void the_worst_finding_is_told_against_its_baseline() throws Exception {
        Story story = Story.of(latest("{\"bottlenecks\": [" + finding("above", "threshold", 41_600) + "]}"));
        assertThat(story.headline()).isEqualTo("GATE takes 41.6\u00a0s, 8.3 times its baseline");
        assertThat(story.state()).isEqualTo("held");
    }

    @Test
    void a_learned_baseline_is_called_usual() throws Exception {
        Story story = Story.of(latest("{\"bottlenecks\": [" + finding("above", "learned", 41_600) + "]}"));
        assertThat(story.headline()).endsWith("8.3 times what is usual");
    }

    @Test
    void a_calm_line_names_what_is_closest_to_its_limit() throws Exception {
        Story story = Story.of(latest("{\"bottlenecks\": [], \"dimensions\": [" + finding("within", "threshold", 11_550)
                + "," + finding("within", "threshold", 3_000) + "]}"));
        assertThat(story.state()).isEqualTo("calm");
        assertThat(story.detail())
                .isEqualTo("All 2 dimensions are within their limits; the closest is GATE at 77\u00a0% of its limit.");
    }

    @Test
    void too_little_data_is_no_failure() {
        Run run = new Run(
                "id",
                "FAILED",
                Instant.EPOCH,
                "x",
                null,
                Instant.EPOCH,
                "INSUFFICIENT_DATA",
                0,
                "Insufficient data: 40 of 100");
        assertThat(Story.waiting(run).headline()).isEqualTo("Too few traces for a verdict");
        assertThat(Story.waiting(run).detail()).contains("40 of 100");
    }

    @Test
    void an_output_with_unknown_or_missing_fields_still_reads() throws Exception {
        Output output = output(
                "{\"version\": 9, \"new\": {}, \"bottlenecks\": [{\"dimension_type\": \"gate\", \"dimension_key\": \"G\"}]}");
        assertThat(output.bottlenecks().getFirst().p50Ms()).isNull();
        assertThat(Story.of(new RunRepository.Latest(null, output)).headline()).isEqualTo("G takes –");
    }

    private static RunRepository.Latest latest(String json) throws Exception {
        return new RunRepository.Latest(null, output(json));
    }

    private static Output output(String json) throws Exception {
        return JSON.readValue(json, Output.class);
    }

    private static String finding(String state, String source, double p50) {
        return "{\"dimension_type\": \"gate\", \"dimension_key\": \"GATE\", \"state\": \"" + state
                + "\", \"ratio\": 8.32, \"p50_ms\": " + p50
                + ", \"baseline_p50_ms\": 5000, \"threshold_ms\": 15000, \"baseline_source\": \"" + source + "\"}";
    }
}
