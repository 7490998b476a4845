package dev.andon.monitor.signin;

import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Shows the sign-in page where what a browser brought back from the provider is not accepted, which ends before any endpoint. */
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
        boolean notAccepted = request.failure() instanceof AuthenticationFailedException
                || request.failure() instanceof AuthenticationCompletionException;
        if (!notAccepted || request.response().ended()) {
            request.next();
            return;
        }
        request.response()
                .setStatusCode(401)
                .putHeader("Content-Type", "text/html;charset=UTF-8")
                .putHeader("Cache-Control", "no-store")
                .end(page.html("/", "The answer of the sign-in service was not accepted. Try again."));
    }
}
