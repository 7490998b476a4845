package dev.andon.common.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Calls whatever a running service says in its API description that it has, without a key: what answers anything but 401 (or that nothing is there) is open. */
public final class OpenEndpoints {
    private final String address;
    private final HttpClient client = HttpClient.newHttpClient();

    private OpenEndpoints(String address) {
        this.address = address;
    }

    /** Of the service at an address. */
    public static OpenEndpoints of(String address) {
        return new OpenEndpoints(address);
    }

    /** Each as {@code GET /path}. Fails too where the description is empty. */
    public void areOnly(String... expected) {
        List<String> all = new ArrayList<>();
        List<String> open = new ArrayList<>();
        description()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String method = operation.getKey().toUpperCase(Locale.ROOT);
                    String endpoint = method + " " + path.getKey();
                    all.add(endpoint);
                    int status = call(method, filled(path.getKey(), operation.getValue()));
                    if (status != 401 && status != 404) {
                        open.add(endpoint);
                    }
                }));
        assertThat(all).hasSizeGreaterThan(expected.length);
        assertThat(open).containsExactlyInAnyOrder(expected);
    }

    private JsonNode description() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/q/openapi?format=json"))
                .build();
        try {
            return new ObjectMapper()
                    .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The path with a value for each parameter that its type allows, so that the call reaches the endpoint. */
    private static String filled(String path, JsonNode operation) {
        String filled = path;
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode schema = parameter.path("schema");
            String value = schema.path("type").asText().equals("integer") ? "1" : "x";
            if (schema.has("pattern")) {
                value = schema.path("pattern").asText().split("\\|")[0];
            } else if (schema.path("format").asText().equals("uuid")
                    || schema.path("$ref").asText().endsWith("UUID")) {
                value = "00000000-0000-0000-0000-000000000000";
            }
            filled = filled.replace("{" + parameter.path("name").asText() + "}", value);
        }
        return filled.replaceAll("\\{[^}]*}", "x");
    }

    private int call(String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
