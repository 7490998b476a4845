package dev.andon.monitor.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.Output;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

class RankingTest {

    @Test
    void who_asks_for_nothing_sees_what_needs_attention_and_a_few_of_the_rest() throws Exception {
        Ranking few = ranking(output(1, 2, 60, 0), Map.of());
        assertThat(few.rows()).hasSize(12);
        assertThat(few.rows()).extracting(Finding::state).startsWith("above", "watched", "watched", "within");
        assertThat(few.total()).isEqualTo(63);
        assertThat(ranking(output(10, 20, 60, 0), Map.of()).rows()).hasSize(30);
        assertThat(ranking(output(100, 0, 0, 0), Map.of()).rows()).hasSize(50);
    }

    @Test
    void who_asks_for_something_or_for_all_gets_whole_pages() throws Exception {
        Output output = output(1, 2, 60, 0);
        assertThat(ranking(output, Map.of("show", "all")).rows()).hasSize(50);
        assertThat(ranking(output, Map.of("show", "all", "page", "2")).rows()).hasSize(13);
        assertThat(ranking(output, Map.of("state", "within")).rows()).hasSize(50);
        assertThat(ranking(output, Map.of("q", "within-1")).rows()).hasSize(11);
        assertThat(ranking(output, Map.of("page", "x")).rows()).hasSize(12);
    }

    @Test
    void dimensions_without_a_verdict_stand_apart_and_those_that_never_ran_stay_out() throws Exception {
        Ranking ranking = ranking(output(0, 0, 1, 20), Map.of());
        assertThat(ranking.rows()).hasSize(1);
        assertThat(ranking.tooFewTotal()).isEqualTo(19);
        assertThat(ranking.tooFew()).hasSize(12);
        assertThat(ranking(output(0, 0, 1, 20), Map.of("show", "all")).tooFew()).hasSize(19);
    }

    private static Ranking ranking(Output output, Map<String, String> query) {
        return Ranking.of(output, Ranking.Wish.of(new PageUrl("/bottlenecks", query)));
    }

    /** Of those too few, the first one has no run at all. */
    private static Output output(int above, int watched, int within, int tooFew) throws JsonProcessingException {
        StringJoiner all = new StringJoiner(",");
        add(all, "within", within);
        add(all, "above", above);
        add(all, "watched", watched);
        add(all, "too_few", tooFew);
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .build()
                .readValue("{\"bottlenecks\": [], \"dimensions\": [" + all + "]}", Output.class);
    }

    private static void add(StringJoiner all, String state, int count) {
        for (int i = 0; i < count; i++) {
            int samples = state.equals("too_few") ? i : 100;
            all.add("{\"dimension_type\": \"tool\", \"dimension_key\": \"" + state + "-" + i + "\", \"state\": \""
                    + state + "\", \"samples\": " + samples + "}");
        }
    }
}
