package dev.andon.local.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtlpJsonTest {

    @Test
    void writes_ids_as_hex_times_as_text_and_values_by_type() throws IOException {
        RecordedSpan span = new RecordedSpan(
                "checkout",
                "test",
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                Optional.of("00f067aa0ba902b7"),
                "pay",
                RecordedSpan.CLIENT,
                1_700_000_000_123_456_789L,
                1_700_000_001_000_000_000L,
                Optional.of("refused"),
                Map.of("n", 7L, "x", 0.5, "on", true, "tags", List.of("a", "b"), "text", "t"));

        JsonNode resource = new ObjectMapper()
                .readTree(OtlpJson.request(List.of(span)))
                .path("resourceSpans")
                .path(0);
        JsonNode written = resource.path("scopeSpans").path(0).path("spans").path(0);

        assertThat(resource.path("resource").path("attributes").path(0).toString())
                .isEqualTo("{\"key\":\"service.name\",\"value\":{\"stringValue\":\"checkout\"}}");
        assertThat(written.path("traceId").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(written.path("parentSpanId").asText()).isEqualTo("00f067aa0ba902b7");
        assertThat(written.path("startTimeUnixNano").isTextual()).isTrue();
        assertThat(written.path("status").path("code").asInt()).isEqualTo(2);
        assertThat(written.path("attributes").toString())
                .contains(
                        "{\"intValue\":\"7\"}",
                        "{\"doubleValue\":0.5}",
                        "{\"boolValue\":true}",
                        "{\"arrayValue\":{\"values\":[{\"stringValue\":\"a\"},{\"stringValue\":\"b\"}]}}");
    }

    @Test
    void spans_of_one_service_share_a_resource() throws IOException {
        JsonNode request =
                new ObjectMapper().readTree(OtlpJson.request(List.of(span("a", "1"), span("b", "2"), span("a", "3"))));

        assertThat(request.path("resourceSpans")).hasSize(2);
        assertThat(request.path("resourceSpans")
                        .path(0)
                        .path("scopeSpans")
                        .path(0)
                        .path("spans"))
                .hasSize(2);
    }

    private static RecordedSpan span(String service, String id) {
        return new RecordedSpan(
                service,
                "test",
                "0".repeat(31) + id,
                "0".repeat(15) + id,
                Optional.empty(),
                "s",
                1,
                1,
                2,
                Optional.empty(),
                Map.of());
    }
}
