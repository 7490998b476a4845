package dev.andon.monitor.signin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Begins and ends sessions of browsers, however their holders proved who they are; the browser holds a cookie and no more. */
@ApplicationScoped
public class Sessions {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final SignInConfig config;
    private final SessionRepository repository;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Sessions(SignInConfig config, SessionRepository repository, InstantSource clock) {
        this.config = config;
        this.repository = repository;
        this.clock = clock;
    }

    /** Goes on to a page of ours, signed in. */
    public Uni<Response> begin(SessionHolder holder, String next, UriInfo uri) {
        SessionToken token = SessionToken.generate(random);
        Instant now = clock.instant();
        int seconds = (int) config.sessionLength().toSeconds();
        return repository
                .begin(token, holder, now, now.plus(config.sessionLength()))
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .replaceWith(() -> Response.seeOther(URI.create(ownPath(next)))
                        .cookie(cookie(token.text(), seconds, uri))
                        .build());
    }

    /** Goes to the sign-in page, without a session. */
    Uni<Response> end(String token, UriInfo uri) {
        Response done = Response.seeOther(URI.create("/login"))
                .cookie(cookie("", 0, uri))
                .build();
        return token == null
                ? Uni.createFrom().item(done)
                : repository.end(new SessionToken(token)).replaceWith(done);
    }

    /** Never an address outside: a path from the root that no browser takes for a host. */
    static String ownPath(String next) {
        return next != null && next.matches("/(?![/\\\\])[\\w\\-./%~+]*") ? next : "/";
    }

    private static NewCookie cookie(String value, int maxAge, UriInfo uri) {
        return new NewCookie.Builder(SessionFilter.COOKIE)
                .value(value)
                .path("/")
                .maxAge(maxAge)
                .httpOnly(true)
                .secure("https".equals(uri.getRequestUri().getScheme()))
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
