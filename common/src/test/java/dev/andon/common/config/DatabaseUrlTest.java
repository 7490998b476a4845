package dev.andon.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class DatabaseUrlTest {

    @Test
    void a_full_url_is_spelt_for_both_clients() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://ann:p%40ss+w@db.example:6432/andon?sslmode=require");

        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example:6432/andon?sslmode=require");
        assertThat(url.reactive()).isEqualTo("postgresql://db.example:6432/andon?sslmode=require");
        assertThat(url.user()).contains("ann");
        assertThat(url.password()).contains("p@ss+w");
    }

    @Test
    void a_short_url_has_the_standard_port_and_no_login() {
        DatabaseUrl url = DatabaseUrl.parse("postgres://localhost/andon");

        assertThat(url.port()).isEqualTo(5432);
        assertThat(url.user()).isEmpty();
    }

    @Test
    void a_wrong_url_is_refused_without_repeating_the_password() {
        assertThatThrownBy(() -> DatabaseUrl.parse("mysql://h/d")).hasMessageContaining("postgresql://");
        assertThatThrownBy(() -> DatabaseUrl.parse("postgresql:///d")).hasMessageContaining("host");
        assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://a:secret word@h/d"))
                .hasMessageNotContaining("secret");
    }
}
