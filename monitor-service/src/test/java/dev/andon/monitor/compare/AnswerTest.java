package dev.andon.monitor.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.trace.CriticalPath;
import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import dev.andon.common.trace.TraceTree;
import dev.andon.monitor.compare.Answer.Cause;
import dev.andon.monitor.dimension.Dimension;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {

    @Test
    void causes_pull_the_way_of_the_whole_and_what_pulls_the_other_way_is_named() {
        Answer answer = answer(
                List.of(
                        span("r", null, "deliver", 0, 100),
                        span("1", "r", "model", 0, 80),
                        span("2", "r", "lint", 80, 15),
                        span("3", "r", "test", 95, 5)),
                List.of(
                        span("r", null, "deliver", 0, 50),
                        span("1", "r", "model", 0, 20),
                        span("3", "r", "test", 20, 30)));

        assertThat(answer.headline())
                .isEqualTo("A took 100\u00a0s, 50.0\u00a0s longer than B"
                        .replace("100\u00a0s", "1\u00a0min\u00a040\u00a0s"));
        assertThat(answer.causes()).extracting(Cause::dimension).containsExactly(operation("model"), operation("lint"));
        assertThat(answer.causes().getFirst().share()).isEqualTo(1.2);
        assertThat(answer.against().dimension()).isEqualTo(operation("test"));
        assertThat(answer.where().name()).isEqualTo("model");
        assertThat(answer.onlyA().words()).isEqualTo("lint");
        assertThat(answer.onlyA().ms()).isEqualTo(15_000);
        assertThat(answer.onlyB().places()).isZero();
    }

    @Test
    void a_place_is_followed_down_as_long_as_it_has_most_of_the_difference() {
        Answer answer = answer(
                List.of(
                        span("r", null, "deliver", 0, 100),
                        span("g", "r", "gate", 0, 90),
                        span("1", "g", "model", 0, 40),
                        span("2", "g", "model", 40, 45)),
                List.of(
                        span("r", null, "deliver", 0, 30),
                        span("g", "r", "gate", 0, 20),
                        span("1", "g", "model", 0, 15)));

        assertThat(answer.where().names()).containsExactly("gate", "model");
        assertThat(answer.where().above()).isEqualTo("gate");
        assertThat(answer.where().spansA()).isEqualTo(2);
    }

    @Test
    void a_hundredth_is_no_difference() {
        Answer answer =
                answer(List.of(span("r", null, "deliver", 0, 1_000)), List.of(span("r", null, "deliver", 0, 1_005)));

        assertThat(answer.headline()).endsWith(", as long as B");
        assertThat(answer.causes()).isEmpty();
        assertThat(answer.where()).isNull();
    }

    @Test
    void what_is_below_a_missing_place_is_not_counted_again_and_three_are_named() {
        Answer answer = answer(
                List.of(
                        span("r", null, "deliver", 0, 100),
                        span("1", "r", "one", 0, 10),
                        span("2", "1", "inside", 0, 5),
                        span("3", "r", "two", 10, 20),
                        span("4", "r", "three", 30, 30),
                        span("5", "r", "four", 60, 40)),
                List.of(span("r", null, "deliver", 0, 50)));

        assertThat(answer.onlyA().places()).isEqualTo(4);
        assertThat(answer.onlyA().words()).isEqualTo("four, three, two and 1 more");
        assertThat(answer.onlyA().ms()).isEqualTo(100_000);
    }

    private static Answer answer(List<TraceSpan> a, List<TraceSpan> b) {
        TraceComparison comparison = TraceComparison.of(side(a), side(b));
        return Answer.of(
                new Answer.Subject("A", a.getFirst().durationUs()),
                new Answer.Subject("B", b.getFirst().durationUs()),
                comparison);
    }

    private static TraceComparison.Side side(List<TraceSpan> spans) {
        TraceTree tree = TraceTree.of(spans);
        return new TraceComparison.Side(tree, CriticalPath.of(tree));
    }

    private static Dimension operation(String name) {
        return new Dimension("operation", "s " + name);
    }

    /** Seconds. */
    private static TraceSpan span(String id, String parent, String name, long start, long duration) {
        return new TraceSpan(
                "t",
                id,
                parent,
                start * 1_000_000,
                duration * 1_000_000,
                "s",
                name,
                "INTERNAL",
                "span",
                false,
                SpanDimensions.NONE);
    }
}
