package dev.andon.common.security;

import dev.andon.common.cli.Launch;
import dev.andon.common.problem.ProblemType;
import dev.andon.common.rate.TokenBucket;
import dev.andon.common.security.Access.Granted;
import dev.andon.common.security.Access.Refused;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Decides on every request, whatever protocol it came by: the key must live, have the scope and be within its rate. With
 * authentication off the request must be addressed to this machine by a known name and must not come from another web site.
 * Never blocks.
 */
@Singleton
public final class AccessControl {
    private static final Logger LOG = Logger.getLogger(AccessControl.class);
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(5);
    private static final Duration KEYS_RETRY = Duration.ofSeconds(1);
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final AuthConfig config;
    private final ApiKeys keys;
    private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();

    AccessControl(AuthConfig config, ApiKeys keys) {
        this.config = config;
        this.keys = keys;
    }

    /** Reads the keys before the first request needs them. */
    void readAhead(
            @Observes StartupEvent started, @ConfigProperty(name = Launch.COMMAND_MODE) Optional<Boolean> command) {
        if (config.enabled() && !command.orElse(false)) {
            keys.readAhead();
        }
    }

    /**
     * The decision.
     *
     * @param method of HTTP; POST for others
     * @param header gives the value of a request header by its name, null where there is none
     */
    public Uni<Access> decide(String method, UnaryOperator<String> header, Scope needed) {
        if (!config.enabled()) {
            return Uni.createFrom().item(local(method, header));
        }
        String authorization = header.apply("Authorization");
        Optional<KeyText> offered = authorization == null ? Optional.empty() : KeyText.parseBearer(authorization);
        if (offered.isEmpty()) {
            return Uni.createFrom().item(unauthenticated("Send the header Authorization: Bearer andon_…"));
        }
        return keys.find(offered.get())
                .map(key -> key.map(live -> granted(live.caller(), needed))
                        .orElseGet(() -> unauthenticated("This API key is unknown, revoked or expired.")))
                .onFailure()
                .recoverWithItem(AccessControl::unavailable);
    }

    /** Who holds a key, for signing in with it; empty where it is not valid. Fails where keys cannot be read. */
    public Uni<Optional<Caller>> holder(String keyText) {
        return KeyText.parse(keyText)
                .map(offered -> keys.find(offered).map(key -> key.map(ApiKey::caller)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** The decision at once, for edges that cannot wait; where keys must first be read it is to try again in a second. */
    public Access decideNow(String method, UnaryOperator<String> header, Scope needed) {
        AtomicReference<Access> decision = new AtomicReference<>(
                new Refused(ProblemType.UNAVAILABLE, "API keys are being read, try again.", KEYS_RETRY));
        decide(method, header, needed).subscribe().with(decision::set);
        return decision.get();
    }

    /** The decision on a caller who is known already, as by a session. */
    public Access granted(Caller caller, Scope needed) {
        if (!caller.may(needed)) {
            return new Refused(
                    ProblemType.FORBIDDEN, "\"" + caller.name() + "\" lacks the scope " + needed.text() + ".", null);
        }
        Duration wait = buckets.computeIfAbsent(
                        caller.keyId(), id -> new TokenBucket(config.requestsPerSecond(), System.nanoTime()))
                .take(System.nanoTime());
        return wait.isZero()
                ? new Granted(caller)
                : new Refused(
                        ProblemType.RATE_LIMITED,
                        "More than " + config.requestsPerSecond() + " requests a second by \"" + caller.name() + "\".",
                        wait);
    }

    private Access local(String method, UnaryOperator<String> header) {
        String host = header.apply("Host");
        if (host != null && !knownName(host)) {
            return new Refused(
                    ProblemType.FORBIDDEN,
                    "While authentication is off the service answers to localhost only; andon.auth.host-names adds names.",
                    null);
        }
        return ForgedRequest.is(method, header)
                ? new Refused(ProblemType.FORBIDDEN, "Requests from other web sites are not served.", null)
                : new Granted(Caller.LOCAL);
    }

    private boolean knownName(String host) {
        String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return LOOPBACK_NAMES.contains(name)
                || config.hostNames().map(names -> names.contains(name)).orElse(false);
    }

    private static Access unauthenticated(String detail) {
        return new Refused(ProblemType.UNAUTHENTICATED, detail, null);
    }

    private static Access unavailable(Throwable failure) {
        LOG.warnf("API keys not read: %s", failure.getMessage());
        return new Refused(ProblemType.UNAVAILABLE, "API keys cannot be checked now.", DATABASE_RETRY);
    }
}
