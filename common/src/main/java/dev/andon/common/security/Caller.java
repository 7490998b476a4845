package dev.andon.common.security;

import java.security.Principal;
import java.util.Set;

/**
 * Who asks: the key's name, and what the key is good for.
 *
 * @param keyId {@code local} where authentication is off
 */
public record Caller(String keyId, String name, Set<Scope> scopes) implements Principal {
    /** Whoever reaches the loopback address while authentication is off. */
    public static final Caller LOCAL = new Caller("local", "local", Set.of(Scope.ADMIN));

    @Override
    public String getName() {
        return name;
    }

    /** Whether the caller may do what needs the scope. */
    public boolean may(Scope scope) {
        return scope.coveredBy(scopes);
    }
}
