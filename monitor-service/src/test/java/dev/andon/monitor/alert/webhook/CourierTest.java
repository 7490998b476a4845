package dev.andon.monitor.alert.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.andon.monitor.testing.Receiver;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message on its way to a real receiver that is slow, broken, hostile or not there. */
class CourierTest {
    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-29T16:00:00Z");
    private static Vertx vertx;

    private final Receiver receiver = new Receiver();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void a_message_arrives_once_with_its_key_its_time_and_its_signature() {
        Delivery delivery = send(receiver.url());

        assertThat(delivery.sent()).isTrue();
        assertThat(receiver.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/hooks/SECRET");
            assertThat(request.body()).isEqualTo("{\"a\":1}");
            assertThat(request.header("Host")).isEqualTo("localhost:" + receiver.port());
            assertThat(request.header("Idempotency-Key")).isEqualTo("run-1");
            assertThat(request.header("X-Andon-Timestamp")).isEqualTo("1795968000");
            // printf '1795968000.{"a":1}' | openssl dgst -sha256 -hmac key
            assertThat(request.header("X-Andon-Signature"))
                    .isEqualTo("sha256=52d30c18a2d14285336332131aa78ad4eef52c0108860c10aa5429e1bc7ce723");
        });
    }

    @Test
    void an_error_of_the_receiver_is_tried_again() {
        receiver.answer(500, "oops");
        receiver.answer(503, "");

        Delivery delivery = send(receiver.url());

        assertThat(delivery).isEqualTo(new Delivery("sent", 3, 200, "The receiver answered 200."));
        assertThat(receiver.requests()).hasSize(3);
    }

    @Test
    void what_the_receiver_quotes_of_the_secret_path_is_not_passed_on() {
        receiver.answer(404, "Cannot POST /hooks/SECRET");

        assertThat(send(receiver.url()).detail()).isEqualTo("The receiver answered 404: Cannot POST /hooks/***");
    }

    @Test
    void a_busy_receiver_is_left_alone_as_long_as_it_asks() {
        receiver.answer(429, "", "Retry-After", "1");
        long began = System.nanoTime();

        assertThat(send(receiver.url()).tries()).isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_receiver_that_asks_for_longer_than_there_is_is_not_waited_for() {
        receiver.answer(429, "", "Retry-After", "3600");

        assertThat(send(receiver.url()).tries()).isEqualTo(1);
    }

    @Test
    void what_the_receiver_will_never_take_is_not_tried_again() {
        receiver.answer(404, "no_service");

        Delivery delivery = send(receiver.url());

        assertThat(delivery.refused()).isTrue();
        assertThat(delivery.detail()).isEqualTo("The receiver answered 404: no_service");
        assertThat(receiver.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/", "http://10.0.0.1/", "http://localhost/", "/hooks/SECRET"})
    void no_redirect_is_followed(String target) {
        receiver.answer(307, "", "Location", target);

        Delivery delivery = send(receiver.url());

        assertThat(delivery.refused()).isTrue();
        assertThat(delivery.detail()).contains("redirect").doesNotContain(target);
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void an_endless_answer_is_not_read_to_its_end() {
        receiver.answer(exchange -> {
            exchange.sendResponseHeaders(400, 0);
            byte[] part = new byte[8192];
            while (true) {
                exchange.getResponseBody().write(part);
            }
        });

        assertThat(send(receiver.url()).detail()).hasSizeLessThan(300).startsWith("The receiver answered 400");
    }

    @Test
    void bytes_that_trickle_do_not_hold_a_message_up_longer_than_its_limit() {
        CountDownLatch over = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            receiver.answer(exchange -> {
                exchange.sendResponseHeaders(500, 0);
                while (!over.await(50, TimeUnit.MILLISECONDS)) {
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                }
            });
        }
        long began = System.nanoTime();

        Delivery delivery = send(receiver.url());

        over.countDown();
        assertThat(delivery.outcome()).isEqualTo("failed");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void a_receiver_that_never_answers_is_given_up() {
        CountDownLatch over = new CountDownLatch(1);
        for (int i = 0; i < 4; i++) {
            receiver.answer(exchange -> over.await(20, TimeUnit.SECONDS));
        }

        Delivery delivery = send(receiver.url());

        over.countDown();
        assertThat(delivery.outcome()).isEqualTo("failed");
        assertThat(delivery.detail()).startsWith("No whole answer within ");
        assertThat(delivery.tries()).isGreaterThan(1);
    }

    @Test
    void nobody_at_the_port_is_a_failure_that_names_no_secret() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        Delivery delivery = send("http://localhost:" + free + "/hooks/SECRET");

        assertThat(delivery.outcome()).isEqualTo("failed");
        assertThat(delivery.tries()).isGreaterThan(1);
        assertThat(delivery.detail()).doesNotContain("SECRET").startsWith("No answer of the receiver");
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_a_refusal(@TempDir Path folder) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder.resolve("keys"))));
        server.start();
        try {
            Delivery delivery = send("https://localhost:" + server.getAddress().getPort() + "/hooks/SECRET");

            assertThat(delivery.refused()).isTrue();
            assertThat(delivery.tries()).isEqualTo(1);
            assertThat(delivery.detail())
                    .startsWith("TLS with the receiver failed")
                    .doesNotContain("SECRET");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void tls_to_a_receiver_that_speaks_none_fails() {
        Delivery delivery = send("https://localhost:" + receiver.port() + "/hooks/SECRET");

        assertThat(delivery.sent()).isFalse();
        assertThat(receiver.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1", "169.254.169.254", "0.0.0.0", "::ffff:192.168.0.1", "64:ff9b::a00:1", "127.0.0.1"})
    void a_name_that_leads_inside_is_refused_without_a_request(String address) {
        Delivery delivery = courier("http://hooks.example:" + receiver.port() + "/", false, host ->
                        new InetAddress[] {InetAddress.getByName("1.1.1.1"), InetAddress.getByName(address)})
                .send(WebhookUrl.parse("http://hooks.example:" + receiver.port() + "/"), "run-1", BODY);

        assertThat(delivery.refused()).isTrue();
        assertThat(delivery.detail()).startsWith("The receiver was not called");
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void the_address_that_was_judged_is_the_one_that_is_called() {
        // Nothing but the answer given here leads this name to the receiver.
        String url = "http://hooks.example.invalid:" + receiver.port() + "/";

        Delivery delivery = courier(url, true, host -> new InetAddress[] {InetAddress.getLoopbackAddress()})
                .send(WebhookUrl.parse(url), "run-1", BODY);

        assertThat(delivery.sent()).isTrue();
        assertThat(receiver.requests().getFirst().header("Host")).isEqualTo("hooks.example.invalid:" + receiver.port());
    }

    private static SSLContext selfSigned(Path store) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keyalg",
                        "EC")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private Delivery send(String url) {
        return courier(url, true, InetAddress::getAllByName).send(WebhookUrl.parse(url), "run-1", BODY);
    }

    private Courier courier(String url, boolean loopback, Egress.Names names) {
        WebhookConfig config = new Settings(Optional.of(url), Optional.of("key"), false, loopback);
        return new Courier(
                config,
                InstantSource.fixed(NOW),
                new Egress(names, config.allowPrivate(), config.allowLoopback()),
                new WebhookClient(vertx, config.connectTimeout()),
                new Random(1));
    }

    private record Settings(
            Optional<String> webhookUrl, Optional<String> secret, boolean allowPrivate, boolean allowLoopback)
            implements WebhookConfig {
        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration requestTimeout() {
            return Duration.ofMillis(800);
        }

        @Override
        public Duration giveUpAfter() {
            return Duration.ofSeconds(3);
        }
    }
}
