package dev.andon.monitor.alert.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookUrlTest {

    @Test
    void an_address_is_taken_apart() {
        assertThat(WebhookUrl.parse("https://hooks.slack.com/services/T0/B0/x?y=%20z"))
                .isEqualTo(new WebhookUrl(true, "hooks.slack.com", 443, "/services/T0/B0/x?y=%20z"));
        assertThat(WebhookUrl.parse(" http://[::1]:9093 ")).isEqualTo(new WebhookUrl(false, "::1", 9093, "/"));
    }

    @Test
    void its_text_hides_what_is_secret() {
        assertThat(WebhookUrl.parse("https://hooks.slack.com/services/T0/B0/x?key=y"))
                .hasToString("https://hooks.slack.com:443");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ftp://h/s3cret, must begin with
            file:///etc/s3cret, must begin with
            hooks.slack.com/s3cret, must begin with
            https:///s3cret, names no host
            https://user:s3cret@h/, no user and password
            https://h/s3cret#x, no fragment
            https://h:0/s3cret, port
            https://h:70000/s3cret, port
            http://2130706433/s3cret, read differently
            http://0x7f000001/s3cret, read differently
            http://0177.0.0.1/s3cret, read differently
            http://127.1/s3cret, names no host
            http://0/s3cret, read differently
            https://h/s3cret with blanks, cannot be read
            """)
    void what_cannot_be_used_is_refused_with_a_reason_that_quotes_nothing(String url, String reason) {
        assertThatThrownBy(() -> WebhookUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("s3cret");
    }
}
