package dev.andon.monitor.openid;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * A small OpenID provider over real HTTP: discovery, keys, authorization code flow with client secret, PKCE and nonce, ID tokens
 * signed with RS256. The person at its sign-in page is whom the test says. It checks what a provider checks, so that a wrong request
 * of ours fails. Sets {@code andon.oidc} and is injected into the test.
 */
public final class OpenIdProvider implements QuarkusTestResourceLifecycleManager {
    private static final String CLIENT = "andon-dashboard";
    private static final String SECRET = "a secret of more than thirty-two characters";

    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final RsaJsonWebKey key = newKey();
    private HttpServer server;
    private volatile Person person;
    private volatile Consumer<JwtClaims> tampering = claims -> {};
    private volatile RsaJsonWebKey signingKey = key;

    /** Whoever sits before the provider's sign-in page. */
    record Person(String subject, String name, List<String> groups) {}

    void signedIn(Person who) {
        person = who;
        tampering = claims -> {};
        signingKey = key;
    }

    /** Nobody signs in: the provider answers that access was denied. */
    void refuses() {
        person = null;
    }

    /** The next tokens are changed before they are signed. */
    void tampers(Consumer<JwtClaims> change) {
        tampering = change;
    }

    /** The next tokens are signed with a key that nobody knows. */
    void signsWithAnotherKey() {
        signingKey = newKey();
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.createContext("/.well-known/openid-configuration", exchange -> json(exchange, discovery()));
        server.createContext(
                "/jwks",
                exchange -> json(
                        exchange, Map.of("keys", List.of(key.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)))));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
        return Map.of(
                "andon.auth.enabled", "true",
                "andon.oidc.enabled", "true",
                "andon.oidc.issuer", issuer(),
                "andon.oidc.client-id", CLIENT,
                "andon.oidc.client-secret", SECRET,
                "andon.oidc.label", "Example Login",
                "andon.oidc.everybody", "",
                "andon.oidc.grants", "viewers:read,line-leads:operate,line-leads:read");
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(OpenIdProvider.class));
    }

    private String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private Map<String, Object> discovery() {
        return Map.of(
                "issuer", issuer(),
                "authorization_endpoint", issuer() + "/authorize",
                "token_endpoint", issuer() + "/token",
                "jwks_uri", issuer() + "/jwks",
                "response_types_supported", List.of("code"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256"),
                "code_challenge_methods_supported", List.of("S256"));
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        boolean known = CLIENT.equals(query.get("client_id"))
                && query.getOrDefault("redirect_uri", "").matches("http://localhost:\\d+/login/oidc");
        boolean proper = "code".equals(query.get("response_type"))
                && query.getOrDefault("scope", "").contains("openid")
                && "S256".equals(query.get("code_challenge_method"))
                && query.containsKey("state")
                && query.containsKey("nonce");
        if (!known || !proper) {
            answer(exchange, 400, "text/plain", "invalid_request " + query);
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, query);
        String outcome = person == null ? "error=access_denied" : "code=" + code;
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        query.get("redirect_uri") + "?" + outcome + "&state="
                                + URLEncoder.encode(query.get("state"), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    /** A code works once, for the client that asked for it, with the verifier of its challenge. */
    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
        String basic = Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        boolean client = ("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean proper = asked != null
                && asked.get("redirect_uri").equals(form.get("redirect_uri"))
                && asked.get("code_challenge").equals(challenge(form.getOrDefault("code_verifier", "")));
        if (!client || !proper) {
            answer(exchange, 400, "application/json", "{\"error\":\"invalid_grant\"}");
            return;
        }
        json(
                exchange,
                Map.of(
                        "access_token",
                        UUID.randomUUID().toString(),
                        "token_type",
                        "Bearer",
                        "expires_in",
                        300,
                        "id_token",
                        idToken(asked.get("nonce"))));
    }

    private String idToken(String nonce) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer());
        claims.setSubject(person.subject());
        claims.setAudience(CLIENT);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringClaim("nonce", nonce);
        claims.setStringClaim("preferred_username", person.name());
        claims.setStringListClaim("groups", person.groups());
        tampering.accept(claims);
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        token.setKeyIdHeaderValue(key.getKeyId());
        token.setKey(signingKey.getPrivateKey());
        try {
            return token.getCompactSerialization();
        } catch (JoseException cannot) {
            throw new IllegalStateException(cannot);
        }
    }

    private static RsaJsonWebKey newKey() {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("k1");
            key.setUse("sig");
            key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
            return key;
        } catch (JoseException cannot) {
            throw new IllegalStateException(cannot);
        }
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (java.security.NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void json(HttpExchange exchange, Map<String, Object> body) throws IOException {
        answer(exchange, 200, "application/json", JsonUtil.toJson(body));
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
