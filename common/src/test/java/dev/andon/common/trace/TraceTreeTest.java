package dev.andon.common.trace;

import static dev.andon.common.trace.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TraceTreeTest {

    @Test
    void children_come_in_order_of_start_whatever_the_order_of_arrival() {
        TraceTree tree = TraceTree.of(List.of(
                span("c", "a", 50, 10), span("d", "b", 12, 2), span("b", "a", 10, 10), span("a", null, 0, 100)));

        assertThat(tree.rootCount()).isEqualTo(1);
        assertThat(ids(tree)).containsExactly("a", "b", "c", "d");
        assertThat(tree.parent(3)).isEqualTo(1);
        assertThat(tree.childCount(0)).isEqualTo(2);
        assertThat(tree.span(tree.child(0, 1)).spanId()).isEqualTo("c");
    }

    @Test
    void a_span_without_its_parent_is_a_root_and_does_not_stand_for_the_trace() {
        TraceTree tree = TraceTree.of(List.of(span("a", null, 5, 10), span("x", "missing", 0, 500)));

        assertThat(tree.rootCount()).isEqualTo(2);
        assertThat(tree.isOrphan(tree.root(0))).isTrue();
        assertThat(tree.span(tree.mainRoot()).spanId()).isEqualTo("a");
    }

    @Test
    void a_cycle_is_cut_at_its_first_span() {
        TraceTree tree = TraceTree.of(
                List.of(span("a", "c", 1, 9), span("b", "a", 2, 5), span("c", "b", 3, 1), span("d", "d", 4, 1)));

        assertThat(tree.rootCount()).isEqualTo(2);
        assertThat(tree.span(tree.root(0)).spanId()).isEqualTo("a");
        assertThat(tree.span(tree.root(1)).spanId()).isEqualTo("d");
    }

    @Test
    void of_two_records_of_a_span_the_longer_one_counts() {
        TraceTree tree = TraceTree.of(List.of(span("a", null, 0, 10), span("a", null, 1, 20), span("b", "a", 2, 3)));

        assertThat(tree.size()).isEqualTo(2);
        assertThat(tree.span(0).durationUs()).isEqualTo(20);
    }

    @Test
    void two_halves_with_one_id_become_parent_and_child() {
        TraceTree tree = TraceTree.of(List.of(
                span("a", null, 0, 100, "front", "CLIENT"),
                span("a", null, 10, 80, "back", "SERVER"),
                span("b", "a", 20, 5, "back", "INTERNAL"),
                span("c", "a", 1, 2, "front", "INTERNAL")));

        assertThat(tree.rootCount()).isEqualTo(1);
        assertThat(tree.span(0).service()).isEqualTo("front");
        int server = 2;
        assertThat(tree.span(server).kind()).isEqualTo("SERVER");
        assertThat(tree.parent(server)).isZero();
        assertThat(tree.span(tree.child(server, 0)).spanId()).isEqualTo("b");
        assertThat(tree.span(tree.child(0, 0)).spanId()).isEqualTo("c");
    }

    @Test
    void any_input_gives_a_forest_that_does_not_depend_on_order() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            List<TraceSpan> spans = Spans.anyTrace(random, 1 + random.nextInt(40));
            TraceTree tree = TraceTree.of(spans);
            for (int node = 0; node < tree.size(); node++) {
                assertThat(tree.parent(node)).isLessThan(node);
            }
            List<TraceSpan> shuffled = new ArrayList<>(spans);
            Collections.shuffle(shuffled, random);
            TraceTree again = TraceTree.of(shuffled);
            assertThat(described(again)).isEqualTo(described(tree));
        }
    }

    @Test
    void an_empty_trace_has_no_root() {
        assertThat(TraceTree.of(List.of()).mainRoot()).isEqualTo(-1);
    }

    private static List<String> ids(TraceTree tree) {
        List<String> ids = new ArrayList<>();
        for (int node = 0; node < tree.size(); node++) {
            ids.add(tree.span(node).spanId());
        }
        return ids;
    }

    private static List<String> described(TraceTree tree) {
        List<String> lines = new ArrayList<>();
        for (int node = 0; node < tree.size(); node++) {
            lines.add(tree.span(node) + " under " + tree.parent(node));
        }
        return lines;
    }
}
