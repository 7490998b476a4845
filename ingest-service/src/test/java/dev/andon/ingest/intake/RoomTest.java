package dev.andon.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.ingest.row.SpanBatch;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoomTest {
    private final Room room = new Room(1_000, 50_000);

    @Test
    void never_holds_more_than_its_bounds_whatever_comes_and_goes() {
        Random random = new Random(11);
        Deque<SpanBatch> inside = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            SpanBatch batch = batch(1 + random.nextInt(300), 1 + random.nextInt(20_000));
            if (random.nextInt(3) > 0 && room.enter(batch)) {
                inside.add(batch);
            } else if (!inside.isEmpty()) {
                room.leave(inside.remove());
            }
            assertThat(room.spans())
                    .isLessThanOrEqualTo(1_000)
                    .isEqualTo(inside.stream().mapToLong(b -> b.spans().size()).sum());
            assertThat(room.load()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void a_batch_larger_than_the_bounds_enters_alone() {
        SpanBatch huge = batch(5_000, 10);
        SpanBatch small = batch(1, 1);

        assertThat(room.enter(small)).isTrue();
        assertThat(room.enter(huge)).isFalse();
        room.leave(small);
        assertThat(room.enter(huge)).isTrue();
        assertThat(room.enter(small)).isFalse();
    }

    @Test
    void is_full_from_the_first_one_turned_away_until_half_is_free() {
        SpanBatch batch = batch(300, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(room.enter(batch)).isTrue();
        }
        assertThat(room.full()).isFalse();

        assertThat(room.enter(batch)).isFalse();
        assertThat(room.full()).isTrue();
        room.leave(batch);
        assertThat(room.full()).isTrue();
        room.leave(batch);
        assertThat(room.full()).isFalse();
    }

    @Test
    void bytes_are_bounded_as_spans_are() {
        assertThat(room.enter(batch(1, 40_000))).isTrue();
        assertThat(room.enter(batch(1, 20_000))).isFalse();
        assertThat(room.enter(batch(1, 10_000))).isTrue();
        assertThat(room.full()).isTrue();
    }

    private static SpanBatch batch(int spans, long bytes) {
        return new SpanBatch(Collections.nCopies(spans, null), List.of(), bytes);
    }
}
