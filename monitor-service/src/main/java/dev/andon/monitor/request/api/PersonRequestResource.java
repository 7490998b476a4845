package dev.andon.monitor.request.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.andon.common.problem.ProblemException;
import dev.andon.common.problem.ProblemType;
import dev.andon.common.rate.TokenBucket;
import dev.andon.common.security.RequiredScope;
import dev.andon.common.security.Scope;
import dev.andon.monitor.privacy.PrivacyKey;
import dev.andon.monitor.privacy.PrivacyKeys;
import dev.andon.monitor.request.PersonRequest;
import dev.andon.monitor.request.PersonRequests;
import dev.andon.monitor.request.RequestKind;
import dev.andon.monitor.request.RequestRepository.Order;
import dev.andon.monitor.request.export.Export;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Requests of people for programs. Who a request is about is in bodies only, never in an address or an answer. */
@Path("/api/v1/privacy/requests")
@Produces(MediaType.APPLICATION_JSON)
@RequiredScope(Scope.ADMIN)
@RunOnVirtualThread
public final class PersonRequestResource {
    private static final int MOST = 500;
    private static final int LONGEST_KEY = 200;

    private final PrivacyKeys keys;
    private final PersonRequests requests;
    private final Export export;
    private final TokenBucket orders = new TokenBucket(1, System.nanoTime());

    PersonRequestResource(PrivacyKeys keys, PersonRequests requests, Export export) {
        this.keys = keys;
        this.requests = requests;
        this.export = export;
    }

    /** What is asked for; {@code confirm_large} also where an erasure is about a great part of the store. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Body(String kind, List<String> identifiers, String reason, boolean confirmLarge) {}

    /** How a request goes on. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Confirmation(boolean confirmLarge) {}

    /** Opens a request, which the service then carries out; the same Idempotency-Key answers the request that it made. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response open(Body body, @HeaderParam("Idempotency-Key") String key, @Context SecurityContext caller) {
        limit();
        if (body == null || body.identifiers() == null) {
            throw ProblemException.invalid("identifiers", "identifiers is missing: what the person is known by.");
        } else if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw ProblemException.invalid(
                    "Idempotency-Key", "Idempotency-Key has 1 to " + LONGEST_KEY + " characters.");
        }
        try {
            UUID id = requests.open(
                    key(),
                    kind(body.kind()),
                    body.identifiers(),
                    new Order(name(caller), body.reason(), key, body.confirmLarge()));
            return Response.accepted(find(id))
                    .location(URI.create("/api/v1/privacy/requests/" + id))
                    .build();
        } catch (IllegalArgumentException refused) {
            throw ProblemException.invalid("identifiers", refused.getMessage());
        }
    }

    /** Those that are not done first, by when they are due. */
    @GET
    public List<PersonRequest> list(@QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.invalid("limit", "limit must be between 1 and " + MOST + ".");
        }
        return requests.list(limit);
    }

    /** One with its tables and its receipt. */
    @GET
    @Path("/{id}")
    public PersonRequest one(@PathParam("id") String id) {
        return find(parsed(id));
    }

    /** Goes on with one that failed or waits. */
    @POST
    @Path("/{id}/resume")
    @Consumes(MediaType.APPLICATION_JSON)
    public PersonRequest resume(@PathParam("id") String id, Confirmation body, @Context SecurityContext caller) {
        PersonRequest request = find(parsed(id));
        if (!requests.resume(request.requestId(), name(caller), body != null && body.confirmLarge())) {
            throw ProblemException.conflict(
                    "The request is " + request.state() + "; only one that failed or waits is resumed.");
        }
        return find(request.requestId());
    }

    /** The ZIP of an export, once. */
    @GET
    @Path("/{id}/export")
    @Produces("application/zip")
    public Response export(@PathParam("id") String id, @Context SecurityContext caller) {
        PersonRequest request = find(parsed(id));
        if (request.kind() != RequestKind.EXPORT) {
            throw ProblemException.conflict("This is an erasure; there is nothing to fetch.");
        } else if (!request.ready()) {
            throw ProblemException.conflict(
                    request.verified()
                            ? "The export was fetched already. Make another request."
                            : "The export cannot be fetched yet: it is " + request.state() + ".");
        }
        StreamingOutput zip = out -> export.write(request, name(caller), out);
        return Response.ok(zip)
                .header("Content-Disposition", "attachment; filename=\"export-" + request.number() + ".zip\"")
                .header("Cache-Control", "no-store")
                .build();
    }

    private void limit() {
        Duration wait = orders.take(System.nanoTime());
        if (!wait.isZero()) {
            throw ProblemException.retryLater(
                    ProblemType.RATE_LIMITED, "More than one request of a person a second.", wait);
        }
    }

    private PrivacyKey key() {
        return keys.current().orElseThrow(() -> new ProblemException(ProblemType.UNAVAILABLE, PrivacyKeys.MISSING));
    }

    private PersonRequest find(UUID id) {
        return requests.find(id).orElseThrow(() -> ProblemException.notFound("Request " + id));
    }

    private static UUID parsed(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException notAnId) {
            throw ProblemException.notFound("The request");
        }
    }

    private static RequestKind kind(String text) {
        try {
            return RequestKind.of(text == null ? "" : text);
        } catch (IllegalArgumentException unknown) {
            throw ProblemException.invalid("kind", "kind must be export or erase.");
        }
    }

    private static String name(SecurityContext caller) {
        return caller.getUserPrincipal() == null
                ? "api"
                : caller.getUserPrincipal().getName();
    }
}
