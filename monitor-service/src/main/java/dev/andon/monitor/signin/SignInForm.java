package dev.andon.monitor.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Answers with the sign-in page, whatever way in was tried before. */
@ApplicationScoped
public class SignInForm {
    private final ProviderConfig provider;

    SignInForm(ProviderConfig provider) {
        this.provider = provider;
    }

    Response ask(String next) {
        return page(200, next, "");
    }

    /** Why it was refused, in a sentence for people. */
    public Response refuse(int status, String next, String error) {
        return page(status, next, error);
    }

    /** The page itself. */
    public String html(String next, String error) {
        String label = provider.enabled() ? provider.label() : "";
        return new SignInPage(Sessions.ownPath(next), error, label).render();
    }

    private Response page(int status, String next, String error) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(html(next, error))
                .build();
    }
}
