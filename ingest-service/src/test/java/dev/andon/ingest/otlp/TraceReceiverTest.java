package dev.andon.ingest.otlp;

import static dev.andon.ingest.otlp.OtlpSpans.request;
import static dev.andon.ingest.otlp.OtlpSpans.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.ingest.body.Bodies;
import dev.andon.ingest.otlp.TraceReceiver.Answer;
import org.junit.jupiter.api.Test;

class TraceReceiverTest {
    @Test
    void what_nobody_expected_is_a_bare_500_with_an_id_for_the_log() throws Exception {
        TraceReceiver withoutIntake = new TraceReceiver(null);

        Answer answer = withoutIntake
                .receive(OtlpFormat.PROTOBUF, Bodies.of(request(span(1, 1)).toByteArray()))
                .toCompletableFuture()
                .get();

        assertThat(answer).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
            assertThat(refused.refusal().status()).isEqualTo(500);
            assertThat(refused.refusal().message())
                    .matches("Unexpected error\\. The service's log has more under urn:andon:error:[0-9a-f]{16}\\.");
        });
    }
}
