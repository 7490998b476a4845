package dev.andon.monitor.signin;

import dev.andon.common.security.Scope;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Signing in at the dashboard with an OpenID provider, beside keys. */
@ConfigMapping(prefix = "andon.oidc")
public interface ProviderConfig {
    /** Whether the sign-in page offers it. */
    @WithDefault("false")
    boolean enabled();

    /** Address of the provider, below which it has .well-known/openid-configuration. */
    Optional<String> issuer();

    /** What the provider knows this dashboard by; its redirect address is https://DASHBOARD/login/oidc. */
    Optional<String> clientId();

    /** From the provider; at least 32 characters where several monitors share the address. */
    Optional<String> clientSecret();

    /** Name of the provider on the button. */
    @WithDefault("single sign-on")
    String label();

    /** Scopes asked of the provider besides openid. */
    @WithDefault("profile")
    List<String> requestScopes();

    /** Claim of the ID token, a text or a list, that grants look at; a path such as realm_access/roles where it is nested. */
    @WithDefault("groups")
    String claim();

    /** Value of the claim and the scope it gives: platform-team:operate,sre:admin. */
    Optional<List<String>> grants();

    /** Scopes of everybody whom the provider lets in; none, where only those with a grant shall come in. */
    @WithDefault("read")
    Optional<List<Scope>> everybody();
}
