package dev.andon.monitor.request.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.security.RequiredScope;
import dev.andon.common.security.Scope;
import dev.andon.monitor.page.Missing;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.part.Part;
import dev.andon.monitor.privacy.PrivacyKeys;
import dev.andon.monitor.request.PersonRequest;
import dev.andon.monitor.request.PersonRequests;
import dev.andon.monitor.request.RequestKind;
import dev.andon.monitor.request.RequestRepository.Order;
import dev.andon.monitor.request.export.Export;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;

/** Requests of people on pages. Whoever may read sees states and pseudonyms; opening one, going on with it and fetching takes an admin. */
@Path("/dashboard/privacy/requests")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class PersonRequestsResource {
    private static final int SHOWN = 100;

    private final Shells shells;
    private final PrivacyKeys keys;
    private final PersonRequests requests;
    private final Export export;
    private final ObjectMapper json;

    PersonRequestsResource(Shells shells, PrivacyKeys keys, PersonRequests requests, Export export, ObjectMapper json) {
        this.shells = shells;
        this.keys = keys;
        this.requests = requests;
        this.export = export;
        this.json = json;
    }

    @GET
    public TemplateInstance list() {
        return page("", "");
    }

    @POST
    @RequiredScope(Scope.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response open(
            @RestForm String csrf,
            @RestForm String kind,
            @RestForm String identifiers,
            @RestForm String reason,
            @RestForm String confirmation) {
        shells.checkForm(csrf);
        RequestKind wanted = "erase".equals(kind) ? RequestKind.ERASE : RequestKind.EXPORT;
        if (!wanted.text().equals(text(confirmation).toLowerCase(Locale.ROOT))) {
            return refused("Type " + wanted.text() + " to confirm. Nothing was done.", reason);
        } else if (keys.current().isEmpty()) {
            return refused(PrivacyKeys.MISSING, reason);
        }
        try {
            List<String> who = Arrays.stream(text(identifiers).split("\\R"))
                    .filter(line -> !line.isBlank())
                    .toList();
            Order order = new Order(shells.actor(), text(reason), null, false);
            return to(requests.open(keys.current().get(), wanted, who, order));
        } catch (IllegalArgumentException wrong) {
            return refused(wrong.getMessage(), reason);
        }
    }

    @GET
    @Path("/{id}")
    public TemplateInstance one(@RestPath String id) {
        PersonRequest request = find(id);
        RequestRow row = new RequestRow(request, shells.now());
        return new PersonRequestPage(
                shells.of("privacy", "Request " + request.number()), row, pretty(request.receipt()));
    }

    @POST
    @Path("/{id}/resume")
    @RequiredScope(Scope.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response resume(@RestPath String id, @RestForm String csrf, @RestForm String large) {
        shells.checkForm(csrf);
        PersonRequest request = find(id);
        requests.resume(request.requestId(), shells.actor(), "yes".equals(large));
        return to(request.requestId());
    }

    /** By form, since it can be fetched once: no link and no prefetch may use it up. */
    @POST
    @Path("/{id}/export.zip")
    @RequiredScope(Scope.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces("application/zip")
    public Response fetch(@RestPath String id, @RestForm String csrf) {
        shells.checkForm(csrf);
        PersonRequest request = find(id);
        if (!request.ready()) {
            return to(request.requestId());
        }
        String actor = shells.actor();
        StreamingOutput zip = out -> export.write(request, actor, out);
        return Response.ok(zip)
                .header("Content-Disposition", "attachment; filename=\"export-" + request.number() + ".zip\"")
                .header("Cache-Control", "no-store")
                .build();
    }

    private Response refused(String problem, String reason) {
        return Response.status(422).entity(page(problem, text(reason)).render()).build();
    }

    private TemplateInstance page(String problem, String reason) {
        Instant now = shells.now();
        Part<List<RequestRow>> rows = shells.part(
                "The requests",
                () -> requests.list(SHOWN).stream()
                        .map(request -> new RequestRow(request, now))
                        .toList());
        return new PersonRequestsPage(
                shells.of("privacy", "Requests of people"), rows, keys.current().isPresent(), problem, reason);
    }

    private PersonRequest find(String id) {
        try {
            return requests.find(UUID.fromString(id)).orElseThrow(() -> new Missing("There is no such request."));
        } catch (IllegalArgumentException notAnId) {
            throw new Missing("There is no such request.");
        }
    }

    private String pretty(String receipt) {
        try {
            return receipt == null ? null : json.readTree(receipt).toPrettyString();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String text(String text) {
        return text == null ? "" : text.strip();
    }

    private static Response to(UUID id) {
        return Response.seeOther(URI.create("/dashboard/privacy/requests/" + id))
                .build();
    }
}
