package dev.andon.common.security;

import dev.andon.common.problem.Problem;
import dev.andon.common.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Checks every request to an endpoint before it is run; none is open unless it says {@link PermitAll}. Endpoints find the caller as the
 * principal of their {@link SecurityContext}.
 */
public final class ScopeFilter {
    /** Request property: the {@link Caller} whom an earlier filter knows already, as by a session. */
    public static final String CALLER = "andon.caller";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final AccessControl access;

    ScopeFilter(AccessControl access) {
        this.access = access;
    }

    /** Lets the request pass, or answers it with a problem. */
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    public Uni<Response> check(ContainerRequestContext request, ResourceInfo endpoint) {
        Optional<Scope> needed = needed(endpoint, request.getMethod());
        if (needed.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        Uni<Access> decision = request.getProperty(CALLER) instanceof Caller caller
                ? Uni.createFrom().item(() -> access.granted(caller, needed.get()))
                : access.decide(request.getMethod(), request::getHeaderString, needed.get());
        return decision.map(answer -> answer(answer, request));
    }

    /** The scope an endpoint needs; empty where it is open to all. */
    public static Optional<Scope> needed(ResourceInfo endpoint, String method) {
        if (annotation(endpoint, PermitAll.class).isPresent()) {
            return Optional.empty();
        }
        return annotation(endpoint, RequiredScope.class)
                .map(RequiredScope::value)
                .or(() -> Optional.of(READING.contains(method) ? Scope.READ : Scope.OPERATE));
    }

    private static <A extends Annotation> Optional<A> annotation(ResourceInfo endpoint, Class<A> type) {
        Method method = endpoint.getResourceMethod();
        A onMethod = method == null ? null : method.getAnnotation(type);
        return Optional.ofNullable(onMethod)
                .or(() -> Optional.ofNullable(endpoint.getResourceClass().getAnnotation(type)));
    }

    private static Response answer(Access decision, ContainerRequestContext request) {
        return switch (decision) {
            case Access.Granted granted -> {
                request.setSecurityContext(new CallerContext(granted.caller(), request.getSecurityContext()));
                yield null;
            }
            case Access.Refused refused -> refusal(refused);
        };
    }

    private static Response refusal(Access.Refused refused) {
        Problem problem = Problem.of(refused.type(), refused.detail());
        Response response = refused.retryAfter() == null ? problem.response() : problem.response(refused.retryAfter());
        return refused.type() == ProblemType.UNAUTHENTICATED
                ? Response.fromResponse(response)
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"andon\"")
                        .build()
                : response;
    }

    private record CallerContext(Caller caller, SecurityContext outer) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return caller.may(Scope.of(role));
        }

        @Override
        public boolean isSecure() {
            return outer != null && outer.isSecure();
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}
