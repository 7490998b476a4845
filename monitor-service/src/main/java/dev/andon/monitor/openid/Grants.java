package dev.andon.monitor.openid;

import dev.andon.common.security.Scope;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which scopes a person has for what the provider's claim says of them. */
final class Grants {
    private final Set<Scope> everybody;
    private final Map<Scope, Set<String>> values = new EnumMap<>(Scope.class);

    /**
     * @param everybody scopes that need no value of the claim
     * @param grants each {@code VALUE:SCOPE}; an {@link IllegalArgumentException} says which one is not
     */
    Grants(Collection<Scope> everybody, List<String> grants) {
        this.everybody = Set.copyOf(everybody);
        grants.forEach(this::add);
    }

    Set<Scope> of(Set<String> claim) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        scopes.addAll(everybody);
        values.forEach((scope, wanted) -> {
            if (wanted.stream().anyMatch(claim::contains)) {
                scopes.add(scope);
            }
        });
        return scopes;
    }

    /** The value may hold colons itself. */
    private void add(String grant) {
        int colon = grant.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("\"" + grant + "\" is not VALUE:SCOPE");
        }
        values.computeIfAbsent(Scope.of(grant.substring(colon + 1)), scope -> new HashSet<>())
                .add(grant.substring(0, colon).strip());
    }
}
