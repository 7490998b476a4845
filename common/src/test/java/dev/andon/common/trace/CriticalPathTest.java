package dev.andon.common.trace;

import static dev.andon.common.trace.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.trace.CriticalPath.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CriticalPathTest {

    @Test
    void own_times_add_up_to_each_root_and_segments_cover_it_without_overlap() {
        Random random = new Random(1);
        for (int round = 0; round < 1_000; round++) {
            int size = 1 + random.nextInt(60);
            checkInvariants(round % 2 == 0 ? Spans.anyTrace(random, size) : Spans.anyTree(random, size));
        }
    }

    @Test
    void many_small_overlaps_do_not_break_the_sum() {
        List<TraceSpan> spans = new ArrayList<>();
        spans.add(span("root", null, 0, 100_000));
        for (int i = 0; i < 400; i++) {
            spans.add(span("c" + i, "root", i * 250, 1_000));
        }
        checkInvariants(spans);
    }

    @Test
    void a_chain_of_20_000_spans_needs_no_stack() {
        List<TraceSpan> spans = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            spans.add(span("n" + i, i == 0 ? null : "n" + (i - 1), i, 40_000 - 2L * i));
        }
        CriticalPath path = checkInvariants(spans);
        assertThat(path.selfUs(0)).isEqualTo(2);
    }

    @Test
    void the_sibling_that_ran_beside_the_path_is_left_out() {
        TraceTree tree = TraceTree.of(List.of(span("a", null, 0, 100), span("b", "a", 10, 60), span("c", "a", 40, 50)));
        CriticalPath path = CriticalPath.of(tree);

        assertThat(path.isOnPath(1)).isFalse();
        assertThat(path.selfUs(2)).isEqualTo(50);
        assertThat(path.selfUs(0)).isEqualTo(50);
    }

    @Test
    void a_sibling_that_overlaps_by_one_percent_of_the_parent_counts_whole_and_no_more() {
        CriticalPath within = CriticalPath.of(TraceTree.of(
                List.of(span("a", null, 0, 10_000), span("b", "a", 0, 5_100), span("c", "a", 5_000, 4_800))));
        CriticalPath beyond = CriticalPath.of(TraceTree.of(
                List.of(span("a", null, 0, 10_000), span("b", "a", 0, 5_101), span("c", "a", 5_000, 4_800))));

        assertThat(within.selfUs(1)).isEqualTo(5_100);
        assertThat(within.selfUs(0)).isEqualTo(100);
        assertThat(beyond.isOnPath(1)).isFalse();
        assertThat(beyond.selfUs(0)).isEqualTo(5_200);
    }

    @Test
    void a_called_span_with_a_clock_far_ahead_is_moved_into_its_call() {
        TraceTree tree = TraceTree.of(List.of(
                span("a", null, 0, 100, "front", "CLIENT"),
                span("b", "a", 5_000_000, 60, "back", "SERVER"),
                span("c", "b", 5_000_010, 20, "back", "INTERNAL")));
        CriticalPath path = CriticalPath.of(tree);

        assertThat(path.selfUs(0)).isEqualTo(40);
        assertThat(path.selfUs(1)).isEqualTo(40);
        assertThat(path.selfUs(2)).isEqualTo(20);
    }

    @Test
    void work_that_goes_on_after_the_parent_is_not_waited_for() {
        TraceTree tree = TraceTree.of(
                List.of(span("a", null, 0, 100, "front", "PRODUCER"), span("b", "a", 200, 60, "back", "CONSUMER")));
        CriticalPath path = CriticalPath.of(tree);

        assertThat(path.selfUs(0)).isEqualTo(100);
        assertThat(path.isOnPath(1)).isFalse();
    }

    private static CriticalPath checkInvariants(List<TraceSpan> spans) {
        TraceTree tree = TraceTree.of(spans);
        CriticalPath path = CriticalPath.of(tree);
        long[] below = new long[tree.size()];
        for (int node = tree.size() - 1; node >= 0; node--) {
            assertThat(path.selfUs(node)).isNotNegative();
            below[node] += path.selfUs(node);
            if (path.isOnPath(node)) {
                assertThat(below[node]).isEqualTo(path.criticalUs(node));
            }
            if (tree.parent(node) >= 0) {
                below[tree.parent(node)] += below[node];
            }
        }
        for (int n = 0; n < tree.rootCount(); n++) {
            checkSegments(tree.span(tree.root(n)), path.segments(tree.root(n)), below[tree.root(n)]);
        }
        return path;
    }

    private static void checkSegments(TraceSpan root, List<Segment> segments, long selfTimes) {
        assertThat(selfTimes).isEqualTo(root.durationUs());
        long cursor = root.startUs();
        for (Segment segment : segments) {
            assertThat(segment.fromUs()).isEqualTo(cursor);
            assertThat(segment.toUs()).isGreaterThan(cursor);
            cursor = segment.toUs();
        }
        assertThat(cursor).isEqualTo(root.endUs());
    }
}
