package dev.andon.monitor.usage;

import dev.andon.monitor.page.Shells;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** LLM usage: the page, which asks no database, and the figures that its script fetches. */
@Path("/")
@RunOnVirtualThread
public class UsageResource {
    private static final String DEFAULT_RANGE = "24h";

    private final Shells shells;
    private final Usage usage;

    UsageResource(Shells shells, Usage usage) {
        this.shells = shells;
        this.usage = usage;
    }

    @GET
    @Path("dashboard/telemetry")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page() {
        return new UsagePage(shells.unread("usage", "LLM usage", shells.range(DEFAULT_RANGE)));
    }

    @GET
    @Path("api/dashboard/telemetry")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Chat requests by time, domain and model",
            description =
                    "Over range (1h, 24h, 7d, 30d) or from and to (ISO 8601, UTC; at most 400 days), in whole hours: requests,"
                            + " errors, tokens, cost, latency p50 and p95; the same of as long a time before; and how old the"
                            + " newest hour and the newest request are.")
    public Response figures() {
        return Response.ok(usage.report(shells.range(DEFAULT_RANGE)))
                .header("Cache-Control", "no-store")
                .build();
    }
}
