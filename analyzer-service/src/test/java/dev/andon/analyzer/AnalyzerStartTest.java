package dev.andon.analyzer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.analyzer.analysis.AnalysisConfig;
import dev.andon.analyzer.chat.ChatRollupConfig;
import dev.andon.analyzer.fold.FoldConfig;
import dev.andon.analyzer.percentile.PercentileConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalyzerStartTest {
    @ParameterizedTest
    @CsvSource({
        "TELEMETRY_ANALYSIS_WINDOW_DAYS, 0, andon.analysis.window-days",
        "TELEMETRY_ANALYSIS_WINDOW_DAYS, 401, andon.analysis.window-days",
        "TELEMETRY_STALENESS_THRESHOLD_DAYS, -1, andon.analysis.staleness-threshold-days",
        "TELEMETRY_MAX_ITEMS_PER_DIMENSION, 0, andon.analysis.max-items-per-dimension",
        "andon.rollup.spans-per-cycle, 0, andon.rollup.spans-per-cycle",
        "andon.rollup.every, -1s, andon.rollup.every",
        "andon.analysis.stuck-after, 0s, andon.analysis.stuck-after",
        "andon.analysis.retry-pause, -1h, andon.analysis.retry-pause",
        "andon.analysis.poll, 0s, andon.analysis.poll",
        "andon.percentiles.timeout, 25d, andon.percentiles.timeout",
        "andon.chat-rollup.notes-per-cycle, -1, andon.chat-rollup.notes-per-cycle",
    })
    void a_setting_that_cannot_work_stops_the_start_with_key_and_remedy(String name, String value, String key) {
        assertThatThrownBy(() -> start(Map.of(name, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(key + "=")
                .hasMessageContaining(" cannot work. Set it to a ");
    }

    @Test
    void the_defaults_start() {
        assertThatCode(() -> start(Map.of())).doesNotThrowAnyException();
    }

    private static void start(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(AnalysisConfig.class)
                .withMapping(FoldConfig.class)
                .withMapping(PercentileConfig.class)
                .withMapping(ChatRollupConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .addDefaultInterceptors()
                .withDefaultValues(settings)
                .build();
        new AnalyzerStart()
                .check(
                        null,
                        config.getConfigMapping(AnalysisConfig.class),
                        config.getConfigMapping(FoldConfig.class),
                        config.getConfigMapping(PercentileConfig.class),
                        config.getConfigMapping(ChatRollupConfig.class));
    }
}
