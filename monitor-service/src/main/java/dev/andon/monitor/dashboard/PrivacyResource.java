package dev.andon.monitor.dashboard;

import dev.andon.common.security.RequiredScope;
import dev.andon.common.security.Scope;
import dev.andon.monitor.check.CheckRunner;
import dev.andon.monitor.check.CheckScope;
import dev.andon.monitor.dashboard.PrivacyPage.Form;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.retention.DataClass;
import dev.andon.monitor.retention.Policy;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jboss.resteasy.reactive.RestForm;

/** The page of privacy and its forms. Who changes what is kept, or what is held, needs admin. */
@Path("/dashboard/privacy")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class PrivacyResource {
    private static final String PATH = "/dashboard/privacy";

    private final Shells shells;
    private final Ledger ledger;
    private final Policy policy;
    private final ChainFactsRepository chain;
    private final CheckRunner checks;

    PrivacyResource(Shells shells, Ledger ledger, Policy policy, ChainFactsRepository chain, CheckRunner checks) {
        this.shells = shells;
        this.ledger = ledger;
        this.policy = policy;
        this.chain = chain;
        this.checks = checks;
    }

    @GET
    public TemplateInstance show() {
        return page("", Form.EMPTY);
    }

    /** Looks through the whole log now, as the schedule does. */
    @POST
    @Path("/verify")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response verify(@RestForm String csrf) {
        shells.checkForm(csrf);
        checks.announce(checks.run(CheckScope.GDPR, "page"));
        return Response.seeOther(URI.create(PATH)).build();
    }

    /** Leads to the entries about somebody, by pseudonym: who was asked for stays out of addresses and logs. */
    @POST
    @Path("/find")
    @RequiredScope(Scope.READ)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response find(@RestForm String csrf, @RestForm String who) {
        shells.checkForm(csrf);
        return attempt(Form.EMPTY, () -> PATH + "?subject=" + ledger.pseudonym(text(who)) + "#log");
    }

    @POST
    @Path("/rules")
    @RequiredScope(Scope.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response keep(@RestForm String csrf, @RestForm String dataClass, @RestForm String days) {
        shells.checkForm(csrf);
        return attempt(Form.EMPTY, () -> {
            policy.keep(dataClass(dataClass), Ledger.days(text(days)), shells.actor());
            return PATH + "#retention";
        });
    }

    @POST
    @Path("/holds")
    @RequiredScope(Scope.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response hold(
            @RestForm String csrf, @RestForm String covers, @RestForm String name, @RestForm String reason) {
        shells.checkForm(csrf);
        Form form = new Form(text(covers), text(name), text(reason));
        return attempt(form, () -> {
            policy.hold(form.covers(), form.name(), form.reason(), shells.actor());
            return PATH + "#holds";
        });
    }

    @POST
    @Path("/holds/release")
    @RequiredScope(Scope.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response release(@RestForm String csrf, @RestForm long hold) {
        shells.checkForm(csrf);
        policy.release(hold, shells.actor());
        return Response.seeOther(URI.create(PATH + "#holds")).build();
    }

    /** Makes a change and goes where it shows; one that is refused comes back with the reason. */
    private Response attempt(Form form, java.util.function.Supplier<String> change) {
        try {
            return Response.seeOther(URI.create(change.get())).build();
        } catch (Policy.Refused refused) {
            return Response.status(422)
                    .entity(page(refused.getMessage(), form).render())
                    .build();
        }
    }

    private TemplateInstance page(String problem, Form form) {
        PageUrl url = shells.url();
        return new PrivacyPage(
                shells.of("privacy", "Privacy"),
                shells.part("The state of the chain", chain::facts),
                shells.part("The entries", () -> ledger.entries(url, chain.actions())),
                shells.part("The rules", policy::rules),
                shells.part("The runs", ledger::runs),
                shells.part("The holds", () -> policy.holds(false, 200)),
                List.of(DataClass.values()),
                problem,
                form);
    }

    private static DataClass dataClass(String text) {
        return DataClass.of(text(text)).orElseThrow(() -> new Policy.Refused("There is no such data class."));
    }

    private static String text(String text) {
        return text == null ? "" : text.strip();
    }
}
