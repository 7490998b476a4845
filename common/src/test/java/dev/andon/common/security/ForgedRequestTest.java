package dev.andon.common.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForgedRequestTest {

    @ParameterizedTest
    @CsvSource({
        "POST, same-origin, http://localhost:4321, false",
        "POST, none, , false",
        "POST, cross-site, https://evil.example, true",
        "POST, same-site, http://localhost:3000, true",
        "GET, cross-site, , false",
        "POST, , , false",
        "POST, , http://localhost:4321, false",
        "POST, , http://localhost:3000, true",
        "DELETE, , https://evil.example, true",
        "POST, , null, true",
        "POST, , http://[, true",
    })
    void only_a_foreign_page_that_changes_something(String method, String site, String origin, boolean forged) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Host", "localhost:4321");
        headers.put("Sec-Fetch-Site", site);
        headers.put("Origin", origin);

        assertThat(ForgedRequest.is(method, headers::get)).isEqualTo(forged);
    }
}
