package dev.andon.ingest.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.andon.common.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Traces as they were sent: one whole, and pages of summaries. */
@Path("/api/v1/traces")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class TraceResource {
    private static final JsonFactory JSON = new JsonFactory();

    private final TraceRepository traces;

    TraceResource(TraceRepository traces) {
        this.traces = traces;
    }

    /**
     * Pages of traces, newest first, by keyset.
     *
     * @param minDuration milliseconds
     */
    @GET
    public TracePage list(
            @QueryParam("service") String service,
            @QueryParam("status") String status,
            @QueryParam("minDuration") Double minDuration,
            @QueryParam("execution") String execution,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit)
            throws SQLException {
        TraceFilter filter = TraceFilter.of(service, status, minDuration, execution, from, to, cursor, limit);
        List<TraceSummary> page = traces.summaries(filter);
        String next = page.size() < limit ? null : TraceFilter.cursor(page.get(page.size() - 1));
        return new TracePage(traces.asOf().orElse(null), page, next);
    }

    /** Every span of a trace, by start, with its resources. */
    @GET
    @Path("{id}")
    public byte[] trace(@PathParam("id") String id) throws SQLException, IOException {
        String traceId = id.toLowerCase(Locale.ROOT).replace("-", "");
        if (!traceId.matches("[0-9a-f]{32}")) {
            throw ProblemException.invalid("id", "A trace id is 32 hex digits.");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("trace_id", traceId);
            json.writeArrayFieldStart("spans");
            int count = traces.spans(traceId, row -> TraceJson.span(json, row));
            if (count == 0) {
                throw ProblemException.notFound("Trace " + traceId);
            }
            json.writeEndArray();
            json.writeNumberField("span_count", count);
            json.writeArrayFieldStart("resources");
            traces.resources(traceId, row -> TraceJson.resource(json, row));
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
