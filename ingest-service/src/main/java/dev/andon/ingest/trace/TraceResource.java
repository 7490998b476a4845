package dev.andon.ingest.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.andon.common.problem.ProblemException;
import dev.andon.common.problem.ProblemType;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Traces as they were sent: one whole, and pages of summaries. */
@Path("/api/v1/traces")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class TraceResource {
    private static final Logger LOG = Logger.getLogger(TraceResource.class);
    private static final JsonFactory JSON = new JsonFactory();

    /** A reader that takes its time holds a connection, so some are left for storing. */
    private static final int MOST_AT_ONCE = 16;

    private final TraceRepository traces;
    private final AtomicInteger underWay = new AtomicInteger();

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

    /**
     * Every span of a trace, by start, with its resources. Sent as it is read, so that a trace of any size takes little memory; an
     * answer that cannot be finished is cut off and so no JSON.
     */
    @GET
    @Path("{id}")
    public StreamingOutput trace(@PathParam("id") String id) throws SQLException {
        String traceId = id.toLowerCase(Locale.ROOT).replace("-", "");
        if (!traceId.matches("[0-9a-f]{32}")) {
            throw ProblemException.invalid("id", "A trace id is 32 hex digits.");
        }
        if (!traces.exists(traceId)) {
            throw ProblemException.notFound("Trace " + traceId);
        }
        if (underWay.get() >= MOST_AT_ONCE) {
            throw ProblemException.retryLater(
                    ProblemType.UNAVAILABLE, "Too many traces are being read.", Duration.ofSeconds(1));
        }
        return out -> {
            underWay.incrementAndGet();
            try {
                write(traceId, out);
            } catch (IOException gone) {
                LOG.debugf("The reader of trace %s left: %s", traceId, gone.getMessage());
            } finally {
                underWay.decrementAndGet();
            }
        };
    }

    private void write(String traceId, OutputStream out) throws IOException {
        // Not closed where it fails: closing would end the document as if it were whole.
        JsonGenerator json = JSON.createGenerator(out);
        try {
            json.writeStartObject();
            json.writeStringField("trace_id", traceId);
            json.writeArrayFieldStart("spans");
            int count = traces.spans(traceId, row -> TraceJson.span(json, row));
            json.writeEndArray();
            json.writeNumberField("span_count", count);
            json.writeArrayFieldStart("resources");
            traces.resources(traceId, row -> TraceJson.resource(json, row));
            json.writeEndArray();
            json.writeEndObject();
            json.close();
        } catch (SQLException failed) {
            throw new IllegalStateException("Trace " + traceId + " could not be read to its end.", failed);
        }
    }
}
