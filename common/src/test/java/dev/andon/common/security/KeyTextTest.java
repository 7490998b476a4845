package dev.andon.common.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

    @Test
    void what_is_made_reads_back() {
        KeyText key = KeyText.generate(new SecureRandom());

        assertThat(KeyText.parse(key.text())).hasValue(key);
        assertThat(KeyText.parseBearer("bearer " + key.text())).hasValue(key);
        assertThat(key.secretHash()).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "andon_",
                "andon_abcd_short",
                "Basic YTpi",
                "Bearer",
                "Bearer x",
                "andon_ABCD_0123456789012345678901234567890123"
            })
    void what_is_no_key_is_empty(String text) {
        assertThat(KeyText.parseBearer(text)).isEmpty();
        assertThat(KeyText.parse(text)).isEmpty();
    }

    @Test
    void secret_is_not_in_its_text_for_logs() {
        KeyText key = KeyText.generate(new SecureRandom());

        assertThat(key.toString()).contains(key.keyId()).doesNotContain(key.secret());
    }
}
