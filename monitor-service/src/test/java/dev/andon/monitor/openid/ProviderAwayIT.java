package dev.andon.monitor.openid;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Nothing listens where the provider should be: the service starts, keys work, and the page says what is wrong. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "andon.auth.enabled", value = "true"),
            @ResourceArg(name = "andon.oidc.enabled", value = "true"),
            @ResourceArg(name = "andon.oidc.issuer", value = "http://localhost:9"),
            @ResourceArg(name = "andon.oidc.client-id", value = "andon"),
            @ResourceArg(name = "andon.oidc.client-secret", value = "a secret of more than thirty-two characters")
        })
class ProviderAwayIT {
    @Test
    void a_provider_out_of_reach_is_told_on_the_sign_in_page() {
        Response answer = given().redirects().follow(false).get("/login/oidc");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.contentType()).startsWith("text/html");
        assertThat(answer.asString()).contains("cannot be reached now", "API key");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'self'");
        given().get("/login").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
    }
}
