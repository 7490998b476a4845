package dev.andon.ingest.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.ingest.testing.BodyLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BodyTest {
    private static final int ROOM = 1 << 20;

    private final BodyMemory memory = new BodyMemory(BodyLimits.of(ROOM));

    @Test
    void what_is_inflated_counts_as_memory_until_it_is_released() throws Exception {
        Body first = body(ROOM * 3 / 4);
        Body second = body(ROOM * 3 / 4);

        assertThat(first.inflate()).hasSize(ROOM * 3 / 4);
        assertThatThrownBy(second::inflate)
                .isInstanceOfSatisfying(
                        RefusalException.class,
                        refused -> assertThat(refused.refusal().status()).isEqualTo(503));
        first.release();
        second.release();

        assertThat(body(ROOM * 3 / 4).inflate()).hasSize(ROOM * 3 / 4);
    }

    @Test
    void inflating_ends_where_the_memory_does() throws Exception {
        AtomicLong taken = new AtomicLong();
        Budget little = new Budget(taken, ROOM / 4, 1);
        Body bomb = new Body(gzip(64 * ROOM), true, little, 64L * ROOM);

        assertThatThrownBy(bomb::inflate)
                .isInstanceOfSatisfying(
                        RefusalException.class,
                        refused -> assertThat(refused.refusal().status()).isEqualTo(413));

        assertThat(taken).hasValueLessThan(ROOM / 2);
    }

    @Test
    void a_compressed_body_that_is_empty_says_what_is_wrong() {
        Body empty = new Body(new byte[0], true, memory.budget(), ROOM);

        assertThatThrownBy(empty::inflate).isInstanceOf(RefusalException.class).hasMessageContaining("ends too early");
    }

    @Test
    void a_request_that_alone_is_beyond_the_memory_is_refused_for_good_and_leaves_nothing() throws Exception {
        Budget budget = memory.budget();
        budget.take(ROOM / 2);

        assertThatThrownBy(() -> budget.take(ROOM))
                .isInstanceOfSatisfying(
                        RefusalException.class,
                        refused -> assertThat(refused.refusal().status()).isEqualTo(413));
        budget.release();

        assertThat(body(ROOM).inflate()).hasSize(ROOM);
    }

    private Body body(int size) throws IOException {
        return new Body(gzip(size), true, memory.budget(), ROOM);
    }

    private static byte[] gzip(int size) throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(sent)) {
            gzip.write(new byte[size]);
        }
        return sent.toByteArray();
    }
}
