package dev.andon.monitor.signin;

import dev.andon.common.security.Caller;
import dev.andon.common.security.Scope;
import java.util.Set;

/** Whose session it is: that of a key, whose scopes and end it shares, or of a person whom an OpenID provider knows. */
public sealed interface SessionHolder {
    /** The key may change while the session lasts; it is looked up at each request. */
    record Key(String keyId) implements SessionHolder {}

    /**
     * The scopes stay as they were at signing in.
     *
     * @param subject what the provider knows the person by; never reused
     * @param name for people to read
     */
    record Person(String subject, String name, Set<Scope> scopes) implements SessionHolder {}

    static SessionHolder of(Caller key) {
        return new Key(key.keyId());
    }
}
