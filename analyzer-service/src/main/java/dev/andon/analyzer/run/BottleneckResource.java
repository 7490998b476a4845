package dev.andon.analyzer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The bottlenecks of the last analysis that succeeded, worst first. */
@Path("/api/v1/bottlenecks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class BottleneckResource {
    private final RunQueue queue;
    private final ObjectMapper json;

    BottleneckResource(RunQueue queue, ObjectMapper json) {
        this.queue = queue;
        this.json = json;
    }

    /**
     * @param all every dimension evaluated, not only bottlenecks
     * @param dimensionType only this type
     */
    @GET
    public ObjectNode bottlenecks(@QueryParam("all") boolean all, @QueryParam("dimension_type") String dimensionType)
            throws JsonProcessingException {
        ObjectNode answer = json.createObjectNode();
        AnalysisRun run = queue.lastSuccess().orElse(null);
        JsonNode output = run == null ? json.missingNode() : json.readTree(run.outputRef());
        answer.put("run_id", run == null ? null : run.runId().toString());
        answer.put("finished_at", run == null ? null : run.finishedAt().toString());
        for (String member : List.of("as_of", "window", "traces_scanned", "executions", "dimensions_evaluated")) {
            answer.set(member, output.get(member));
        }
        var rows = answer.putArray("bottlenecks");
        for (JsonNode row : output.path(all ? "dimensions" : "bottlenecks")) {
            if (dimensionType == null
                    || dimensionType.equals(row.path("dimension_type").asText())) {
                rows.add(row);
            }
        }
        return answer;
    }
}
