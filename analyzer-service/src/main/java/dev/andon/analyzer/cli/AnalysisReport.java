package dev.andon.analyzer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.andon.analyzer.analysis.Analysis;
import dev.andon.analyzer.analysis.OutputDocument;
import dev.andon.analyzer.run.AnalysisRun;
import dev.andon.analyzer.run.ReasonCode;
import dev.andon.analyzer.run.RunStatus;
import java.util.Map;
import java.util.UUID;

/**
 * An analysis to be shown: of a run, or of a dry run that nothing was kept of.
 *
 * @param errorDetail null where it succeeded
 * @param output output_ref; missing where the run failed without one
 */
public record AnalysisReport(
        UUID runId, boolean dryRun, RunStatus status, String reasonCode, String errorDetail, JsonNode output) {

    public static AnalysisReport dryRun(UUID runId, Analysis analysis, String errorDetail) {
        RunStatus status = errorDetail == null ? RunStatus.SUCCEEDED : RunStatus.FAILED;
        ReasonCode reason = errorDetail == null ? ReasonCode.COMPLETED : ReasonCode.INSUFFICIENT_DATA;
        return new AnalysisReport(
                runId, true, status, reason.name(), errorDetail, OutputDocument.of(analysis, Map.of()));
    }

    public static AnalysisReport of(AnalysisRun run, ObjectMapper json) throws JsonProcessingException {
        JsonNode output = run.outputRef() == null ? json.missingNode() : json.readTree(run.outputRef());
        return new AnalysisReport(run.runId(), false, run.status(), run.reasonCode(), run.errorDetail(), output);
    }

    public boolean failed() {
        return status == RunStatus.FAILED;
    }

    /** One object: the run's columns, then the members of output_ref. */
    public ObjectNode json(ObjectMapper json) {
        ObjectNode node = json.createObjectNode()
                .put("run_id", runId.toString())
                .put("dry_run", dryRun)
                .put("status", status.name())
                .put("reason_code", reasonCode)
                .put("error_detail", errorDetail)
                .put("findings_count", output.path("bottlenecks").size());
        output.properties().forEach(member -> node.set(member.getKey(), member.getValue()));
        return node;
    }
}
