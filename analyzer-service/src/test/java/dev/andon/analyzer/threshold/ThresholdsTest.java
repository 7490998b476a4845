package dev.andon.analyzer.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.andon.analyzer.RollupRows;
import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.evidence.EvidenceRepository;
import dev.andon.common.sql.Database;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

final class ThresholdsTest {
    private static final Instant NOW = Instant.parse("2026-05-08T00:00:00Z");

    private TestDatabase test;
    private Thresholds thresholds;

    @BeforeEach
    void start() throws Exception {
        test = PostgresServer.freshDatabase();
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(test.jdbcUrl());
        dataSource.setUser("postgres");
        dataSource.setOptions("-c role=andon_analyzer");
        thresholds = new Thresholds(
                new Database(dataSource),
                new ThresholdRepository(),
                new EvidenceRepository(),
                InstantSource.fixed(NOW));
        RollupRows rollups = new RollupRows(test);
        rollups.hours("phase", "PLAN", NOW, 20, 10, 90_000);
        rollups.hours("phase", "EXEC", NOW, 20, 10, 47_000);
        rollups.hours("phase", "LEAD", NOW, 2, 10, 90_000);
        rollups.hours("gate", "GATE_PRD_REQUIRED", NOW, 20, 10, 1_000);
    }

    @Test
    void suggests_what_is_a_fifth_off_and_has_enough_samples() {
        List<ThresholdSuggestion> suggestions = thresholds.suggestions(7);

        assertThat(suggestions)
                .extracting(ThresholdSuggestion::dimensionKey)
                .containsExactly("GATE_PRD_REQUIRED", "PLAN");
        ThresholdSuggestion plan = suggestions.get(1);
        assertThat(plan.actualP50Ms()).isCloseTo(90_000, within(6_000.0));
        assertThat(plan.p50LowMs()).isLessThan(plan.actualP50Ms());
        assertThat(plan.p50HighMs()).isGreaterThan(plan.actualP50Ms());
        assertThat(plan.samples()).isEqualTo(200);
        assertThat(plan.variancePct()).isBetween(40.0, 60.0);
    }

    @Test
    void applying_one_takes_that_one_with_its_multiplier_and_is_audited() {
        List<Threshold> changed = thresholds.apply(Set.of(new Dimension("phase", "PLAN")), 7, "ann");

        assertThat(changed).singleElement().satisfies(threshold -> {
            assertThat(threshold.baselineP50Ms()).isCloseTo(90_000, within(6_000.0));
            assertThat(threshold.multiplier()).isEqualTo(2);
        });
        assertThat(thresholds.suggestions(7))
                .extracting(ThresholdSuggestion::dimensionKey)
                .containsExactly("GATE_PRD_REQUIRED");
        assertThat(thresholds.audit("phase", "PLAN").getFirst().changedBy()).isEqualTo("ann");
    }

    @Test
    void applying_all_leaves_nothing_to_suggest() {
        assertThat(thresholds.apply(Set.of(), 7, "ann")).hasSize(2);
        assertThat(thresholds.suggestions(7)).isEmpty();
    }

    @Test
    void a_threshold_that_is_off_gets_no_suggestion() {
        assertThat(thresholds.deactivate("phase", "PLAN", "ann")).isTrue();

        assertThat(thresholds.suggestions(7))
                .extracting(ThresholdSuggestion::dimensionKey)
                .containsExactly("GATE_PRD_REQUIRED");
    }
}
