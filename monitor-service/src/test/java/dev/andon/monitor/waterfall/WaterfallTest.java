package dev.andon.monitor.waterfall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WaterfallTest {

    @Test
    void rows_read_depth_first_in_order_of_start_and_the_path_is_marked() {
        Waterfall waterfall = Waterfall.of(List.of(
                span("a", null, 0, 100),
                span("b", "a", 0, 40),
                span("c", "a", 50, 50),
                span("d", "b", 10, 10),
                span("e", "a", 55, 20)));
        List<SpanRow> rows = waterfall.rows(-1, false, -1, 0, 100);
        assertThat(rows).extracting(SpanRow::ref).containsExactly("a", "b", "d", "c", "e");
        assertThat(rows).extracting(SpanRow::level).containsExactly(1, 2, 3, 2, 2);
        assertThat(rows).filteredOn(SpanRow::onPath).extracting(SpanRow::ref).containsExactly("a", "b", "d", "c");
    }

    @Test
    void critical_pieces_of_all_rows_add_up_to_the_whole_trace() {
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            List<TraceSpan> spans = new ArrayList<>(List.of(span("0", null, 0, 100_000)));
            for (int i = 1; i < 40; i++) {
                TraceSpan parent = spans.get(random.nextInt(spans.size()));
                long start = parent.startUs() + random.nextLong(Math.max(1, parent.durationUs()));
                long room = parent.endUs() - start;
                spans.add(span(Integer.toString(i), parent.spanId(), start, room < 1 ? 0 : random.nextLong(room)));
            }
            Waterfall waterfall = Waterfall.of(spans);
            long own = waterfall.rows(-1, true, -1, 0, 100).stream()
                    .mapToLong(row -> row.selfUs() == null ? 0 : row.selfUs())
                    .sum();
            assertThat(own).isEqualTo(100_000);
        }
    }

    @Test
    void a_run_of_small_spans_starts_folded_in_a_large_trace_and_opens_for_the_span_asked_for() {
        Waterfall waterfall = Waterfall.of(large(500));
        List<SpanRow> rows = waterfall.rows(-1, false, -1, 0, 1_000);
        assertThat(rows).hasSize(1 + 5);
        assertThat(rows.get(1).note()).isEqualTo("99 inside");
        assertThat(rows.get(1).open()).isFalse();
        int inside = waterfall.find("s150");
        assertThat(waterfall.rows(-1, false, inside, 0, 1_000))
                .extracting(SpanRow::ref)
                .contains("s150");
        assertThat(waterfall.rows(-1, true, -1, 0, 1_000)).hasSize(501);
    }

    @Test
    void pages_of_rows_join_without_gap_or_repeat() {
        Waterfall waterfall = Waterfall.of(large(500));
        List<String> whole = waterfall.rows(-1, true, -1, 0, 1_000).stream()
                .map(SpanRow::ref)
                .toList();
        List<String> joined = new ArrayList<>();
        for (int from = 0; from < whole.size(); from += 70) {
            waterfall.rows(-1, true, -1, from, 70).forEach(row -> joined.add(row.ref()));
        }
        assertThat(joined).isEqualTo(whole);
    }

    @Test
    void rows_below_a_span_are_its_descendants_only() {
        Waterfall waterfall = Waterfall.of(large(500));
        int group = waterfall.find("s101");
        assertThat(waterfall.rows(group, false, -1, 0, 1_000))
                .hasSize(99)
                .allSatisfy(row -> assertThat(row.level()).isEqualTo(3));
    }

    @Test
    void spans_that_share_an_id_are_told_apart() {
        Waterfall waterfall = Waterfall.of(List.of(
                span("a", null, 0, 100),
                call("b", "a", 10, 60, "CLIENT", "one"),
                call("b", "a", 20, 40, "SERVER", "two")));
        List<String> refs =
                waterfall.rows(-1, true, -1, 0, 10).stream().map(SpanRow::ref).toList();
        assertThat(refs).doesNotHaveDuplicates().hasSize(3);
        refs.forEach(ref -> assertThat(waterfall.ref(waterfall.find(ref))).isEqualTo(ref));
    }

    @Test
    void a_minimap_of_many_spans_stays_small() {
        Minimap map = Minimap.of(Waterfall.of(large(20_000)));
        assertThat(map.layers().stream()
                        .mapToInt(layer -> layer.path().length())
                        .sum())
                .isLessThan(12_000);
    }

    /** A root with groups of 99 small spans. */
    private static List<TraceSpan> large(int count) {
        List<TraceSpan> spans = new ArrayList<>(List.of(span("root", null, 0, count * 100L)));
        for (int i = 1; i <= count; i++) {
            boolean group = i % 100 == 1;
            int of = (i - 1) / 100 * 100 + 1;
            spans.add(span("s" + i, group ? "root" : "s" + of, i * 100L - 100, group ? 10_000 : 90));
        }
        return spans;
    }

    private static TraceSpan span(String id, String parent, long start, long duration) {
        return call(id, parent, start, duration, "INTERNAL", "service");
    }

    private static TraceSpan call(String id, String parent, long start, long duration, String kind, String service) {
        return new TraceSpan(
                "t", id, parent, start, duration, service, "span " + id, kind, "span", false, SpanDimensions.NONE);
    }
}
