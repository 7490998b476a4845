package dev.andon.monitor.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedDataTest {
    private static final Instant HOUR = Instant.parse("2026-11-29T15:00:00Z");
    private static final Instant LATER = HOUR.plus(Duration.ofDays(3));

    @Test
    void an_hour_is_the_same_whenever_it_is_sown() {
        assertThat(SeedSpans.of(HOUR, LATER)).isEqualTo(SeedSpans.of(HOUR, LATER.plus(Duration.ofDays(30))));
        assertThat(SeedChats.of(HOUR, LATER)).isEqualTo(SeedChats.of(HOUR, LATER.plus(Duration.ofDays(30))));
    }

    @Test
    void an_hour_that_goes_on_is_the_beginning_of_the_whole_one() {
        Instant half = HOUR.plus(Duration.ofMinutes(31));

        assertThat(SeedSpans.of(HOUR, LATER)).containsAll(SeedSpans.of(HOUR, half));
        assertThat(SeedChats.of(HOUR, LATER)).containsAll(SeedChats.of(HOUR, half));
        assertThat(SeedSpans.of(HOUR, half))
                .isNotEmpty()
                .allSatisfy(span ->
                        assertThat(Instant.parse((String) span.get("end_time"))).isBeforeOrEqualTo(half));
    }

    @Test
    void ids_are_unique_over_all_hours() {
        List<Object> spans = IntStream.range(0, 240)
                .mapToObj(hour -> SeedSpans.of(HOUR.plus(Duration.ofHours(hour)), LATER.plus(Duration.ofDays(30))))
                .flatMap(List::stream)
                .map(span -> (Object) (span.get("trace_id") + "-" + span.get("span_id")))
                .toList();

        assertThat(spans).doesNotHaveDuplicates().hasSizeGreaterThan(10_000);
    }

    @Test
    void a_child_lies_within_its_parent() {
        List<Map<String, Object>> spans = SeedSpans.of(HOUR, LATER);
        assertThat(spans).filteredOn(span -> span.containsKey("parent_span_id")).allSatisfy(child -> {
            Map<String, Object> parent = spans.stream()
                    .filter(span -> span.get("span_id").equals(child.get("parent_span_id")))
                    .findFirst()
                    .orElseThrow();
            assertThat((String) child.get("start_time")).isGreaterThanOrEqualTo((String) parent.get("start_time"));
            assertThat(Instant.parse((String) child.get("end_time")))
                    .isBeforeOrEqualTo(Instant.parse((String) parent.get("end_time")));
        });
    }
}
