package dev.andon.monitor.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.common.security.Scope;
import dev.andon.monitor.signin.ProviderConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantsTest {
    @Test
    void whoever_signs_in_may_read_and_no_more_unless_something_is_granted() {
        ProviderConfig byDefault = new SmallRyeConfigBuilder()
                .withMapping(ProviderConfig.class)
                .addDefaultInterceptors()
                .build()
                .getConfigMapping(ProviderConfig.class);

        Grants grants = new Grants(
                byDefault.everybody().orElseThrow(), byDefault.grants().orElse(List.of()));

        assertThat(byDefault.enabled()).isFalse();
        assertThat(grants.of(Set.of("admin", "anything"))).containsExactly(Scope.READ);
    }

    @Test
    void each_value_of_the_claim_adds_its_scopes() {
        Grants grants = new Grants(
                List.of(Scope.READ), List.of("leads:operate", "sre:admin", "urn:team:a:operate", "leads:ingest"));

        assertThat(grants.of(Set.of())).containsExactlyInAnyOrder(Scope.READ);
        assertThat(grants.of(Set.of("leads"))).containsExactlyInAnyOrder(Scope.READ, Scope.OPERATE, Scope.INGEST);
        assertThat(grants.of(Set.of("urn:team:a"))).containsExactlyInAnyOrder(Scope.READ, Scope.OPERATE);
        assertThat(grants.of(Set.of("sre", "none"))).containsExactlyInAnyOrder(Scope.READ, Scope.ADMIN);
    }

    @Test
    void what_is_no_grant_is_named() {
        assertThatThrownBy(() -> new Grants(List.of(), List.of("leads")))
                .hasMessageContaining("\"leads\" is not VALUE:SCOPE");
        assertThatThrownBy(() -> new Grants(List.of(), List.of("leads:everything")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
