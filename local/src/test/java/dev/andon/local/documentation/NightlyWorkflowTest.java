package dev.andon.local.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The workflow of the night and the Makefile say what the runbook says. */
class NightlyWorkflowTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void the_night_begins_at_four_and_by_hand() throws IOException {
        JsonNode workflow = workflow();

        assertThat(workflow.at("/on/schedule/0/cron").asText()).isEqualTo("0 4 * * *");
        assertThat(workflow.get("on").has("workflow_dispatch")).isTrue();
        assertThat(workflow.at("/permissions/contents").asText()).isEqualTo("read");
    }

    @Test
    void secrets_are_inputs_that_settings_know() throws IOException {
        JsonNode env = workflow().at("/jobs/telemetry-nightly/env");

        assertThat(env.properties().stream()
                        .filter(entry -> entry.getValue().asText().contains("secrets."))
                        .map(java.util.Map.Entry::getKey))
                .contains("DATABASE_URL", "MONITOR_ALERT_WEBHOOK_URL", "ANDON_API_KEY")
                .allSatisfy(name -> assertThat(env.get(name).asText()).isEqualTo("${{ secrets." + name + " }}"))
                .allSatisfy(name -> assertThat(Files.readString(ROOT.resolve(".env.example")))
                        .contains("\n# " + name + "="));
    }

    @Test
    void it_runs_what_make_runs_which_is_andon() throws IOException {
        List<String> runs = workflow().at("/jobs/telemetry-nightly/steps").findValuesAsText("run");

        assertThat(runs).anyMatch(run -> run.startsWith("make telemetry-nightly"));
        assertThat(Files.readString(ROOT.resolve("Makefile"))).contains("telemetry-nightly:\n\t./andon nightly");
    }

    @Test
    void a_failure_before_the_night_is_told_of_once() throws IOException {
        JsonNode steps = workflow().at("/jobs/telemetry-nightly/steps");
        JsonNode last = steps.get(steps.size() - 1);

        assertThat(last.get("if").asText()).contains("failure()", "steps.nightly.outcome != 'failure'");
    }

    private static JsonNode workflow() throws IOException {
        return new YAMLMapper().readTree(Files.readString(ROOT.resolve(".github/workflows/telemetry-nightly.yml")));
    }
}
