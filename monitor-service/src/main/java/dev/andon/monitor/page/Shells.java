package dev.andon.monitor.page;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the {@link Shell} of the page that is asked for. */
@RequestScoped
public class Shells {
    private final RailRepository rails;
    private final PagesConfig config;
    private final InstantSource clock;
    private final Csrf csrf;
    private final RoutingContext context;
    private final UriInfo uri;
    private final SecurityContext security;

    Shells(
            RailRepository rails,
            PagesConfig config,
            InstantSource clock,
            Csrf csrf,
            RoutingContext context,
            UriInfo uri,
            SecurityContext security) {
        this.rails = rails;
        this.config = config;
        this.clock = clock;
        this.csrf = csrf;
        this.context = context;
        this.uri = uri;
        this.security = security;
    }

    /** A page without a range. */
    public Shell of(String area, String title) {
        return of(area, title, null);
    }

    /** A page over a range. */
    public Shell of(String area, String title, Range range) {
        Instant now = clock.instant();
        RailRepository.Rail rail = rails.rail();
        boolean stale = rail.asOf() != null && rail.asOf().isBefore(now.minus(config.staleAfter()));
        return new Shell(
                title,
                area,
                now,
                rail.asOf(),
                stale,
                rail.improvements(),
                config.environment(),
                csrf.token(context),
                actor(),
                signedIn(),
                url(),
                range);
    }

    /** A page that must not ask the database. */
    Shell bare(String title) {
        return new Shell(
                title,
                "",
                clock.instant(),
                null,
                false,
                0,
                config.environment(),
                csrf.token(context),
                actor(),
                signedIn(),
                url(),
                null);
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

    private boolean signedIn() {
        return context.request().getCookie("andon_session") != null;
    }
}
