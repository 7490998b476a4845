package dev.andon.monitor.page;

import dev.andon.monitor.part.Part;
import dev.andon.monitor.part.Parts;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Makes the {@link Shell} of the page that is asked for, and reads its parts. */
@RequestScoped
public class Shells {
    private final RailRepository rails;
    private final PagesConfig config;
    private final InstantSource clock;
    private final Csrf csrf;
    private final RoutingContext context;
    private final UriInfo uri;
    private final SecurityContext security;
    private final Parts parts;
    private Part<RailRepository.Rail> head;

    Shells(
            RailRepository rails,
            PagesConfig config,
            InstantSource clock,
            Csrf csrf,
            RoutingContext context,
            UriInfo uri,
            SecurityContext security,
            Parts parts) {
        this.rails = rails;
        this.config = config;
        this.clock = clock;
        this.csrf = csrf;
        this.context = context;
        this.uri = uri;
        this.security = security;
        this.parts = parts;
    }

    /** Starts to read a part of the page beside the others; {@code name} begins a sentence: "The trend". */
    public <T> Part<T> part(String name, Supplier<T> reading) {
        head();
        return parts.read(name, reading);
    }

    /** A page without a range. */
    public Shell of(String area, String title) {
        return of(area, title, null);
    }

    /** A page over a range. */
    public Shell of(String area, String title, Range range) {
        Instant now = clock.instant();
        RailRepository.Rail rail = head().outage() ? head().value() : head().or(RailRepository.Rail.UNKNOWN);
        boolean stale = rail.asOf() != null && rail.asOf().isBefore(now.minus(config.staleAfter()));
        return new Shell(
                title,
                area,
                now,
                rail.asOf(),
                stale,
                head().failed(),
                rail.improvements(),
                rail.checks(),
                config.environment(),
                csrf.token(context),
                actor(),
                signedIn(),
                url(),
                range);
    }

    /** A page that must not ask the database. */
    Shell bare(String title) {
        return unread("", title, null);
    }

    /** A page over a range that asks the database for nothing, not even for its head; its figures come by script. */
    public Shell unread(String area, String title, Range range) {
        return new Shell(
                title,
                area,
                clock.instant(),
                null,
                false,
                false,
                0,
                null,
                config.environment(),
                csrf.token(context),
                actor(),
                signedIn(),
                url(),
                range);
    }

    /** The time of the service. */
    public Instant now() {
        return clock.instant();
    }

    /** The range the address asks for. */
    public Range range(String fallback) {
        Map<String, String> query = url().query();
        return Range.parse(query.get("range"), query.get("from"), query.get("to"), fallback, clock.instant());
    }

    /** The address of this page. */
    public PageUrl url() {
        Map<String, String> query = new LinkedHashMap<>();
        uri.getQueryParameters().forEach((key, values) -> query.put(key, values.getFirst()));
        query.remove("theme");
        return new PageUrl(uri.getRequestUri().getRawPath(), query);
    }

    /** Refuses a form that did not come from our own page. */
    public void checkForm(String token) {
        csrf.check(context, token);
    }

    /** Who acts, for audit rows: the signed-in key, else the page itself. */
    public String actor() {
        return context.user() == null || context.user().subject() == null
                ? "dashboard"
                : context.user().subject();
    }

    /** Without a database there is no page; where only the head cannot be read, the rest is shown. */
    private Part<RailRepository.Rail> head() {
        if (head == null) {
            head = parts.read("The head", rails::rail);
        }
        return head;
    }

    private boolean signedIn() {
        return context.request().getCookie("andon_session") != null;
    }
}
