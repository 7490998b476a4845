package dev.andon.monitor.openid;

import dev.andon.monitor.header.SecurityHeaders;
import dev.andon.monitor.signin.SignInForm;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Shows the sign-in page where the provider cannot be reached or what a browser brought back from it is not accepted; either ends
 * before any endpoint.
 */
@ApplicationScoped
class ProviderRefusal {
    private final SignInForm page;

    ProviderRefusal(SignInForm page) {
        this.page = page;
    }

    void register(@Observes Router router) {
        router.route("/login/oidc").failureHandler(this::answer);
    }

    private void answer(RoutingContext request) {
        Throwable failure = request.failure();
        if (failure instanceof AuthenticationFailedException || failure instanceof AuthenticationCompletionException) {
            show(request, 401, "The answer of the sign-in service was not accepted. Try again.");
        } else if (failure instanceof OIDCException) {
            show(request, 503, "The sign-in service cannot be reached now. Try again, or use a key.");
        } else {
            request.next();
        }
    }

    private void show(RoutingContext request, int status, String error) {
        if (!request.response().ended()) {
            SecurityHeaders.ofPage().forEach(request.response()::putHeader);
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "text/html;charset=UTF-8")
                    .end(page.html("/", error));
        }
    }
}
