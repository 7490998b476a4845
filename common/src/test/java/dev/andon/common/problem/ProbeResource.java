package dev.andon.common.problem;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;

/** Endpoints that fail in every way, for {@link ProblemIT}. */
@Path("/probe")
@Produces("application/json")
public final class ProbeResource {

    /** A body. */
    public record Item(String name, Inner inner) {}

    /** Part of a body. */
    public record Inner(int size) {}

    /** A parameter. */
    public enum Colour {
        RED,
        GREEN
    }

    @GET
    @Path("/runs/{id}")
    public String run(
            @PathParam("id") UUID id, @QueryParam("limit") Integer limit, @QueryParam("colour") Colour colour) {
        throw ProblemException.notFound("Run " + id);
    }

    @GET
    @Path("/count")
    public String count(@QueryParam("n") int n) {
        return "{\"n\":" + n + "}";
    }

    @POST
    @Path("/items")
    @Consumes("application/json")
    public String item(Item item) {
        throw ProblemException.invalid("name", "name is taken.");
    }

    @GET
    @Path("/names/{name}")
    public String name(@PathParam("name") String name, @QueryParam("like") String like) {
        return "{}";
    }

    @POST
    @Path("/form")
    @Consumes("application/x-www-form-urlencoded")
    public String form(@RestForm("key") String key, @RestForm("note") String note) {
        return "{\"key\":\"" + key + "\"}";
    }

    @GET
    @Path("/refused-value/{state}")
    public String refusedValue(@PathParam("state") String state) throws SQLException {
        throw new SQLException("invalid byte sequence for encoding \"UTF8\": 0x00", state);
    }

    @GET
    @Path("/crash")
    public String crash() {
        throw new IllegalStateException("secret detail, SELECT password FROM t");
    }

    @GET
    @Path("/database")
    public String database() throws SQLException {
        throw new SQLException("Connection to db:5432 refused", "08001");
    }

    @GET
    @Path("/busy")
    public String busy() {
        throw ProblemException.retryLater(ProblemType.RATE_LIMITED, "Slow down.", Duration.ofMillis(1500));
    }
}
