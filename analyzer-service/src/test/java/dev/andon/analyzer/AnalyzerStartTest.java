package dev.andon.analyzer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.analyzer.analysis.AnalysisConfig;
import dev.andon.analyzer.fold.FoldConfig;
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
    })
    void a_setting_that_cannot_work_stops_the_start_with_key_and_remedy(String name, String value, String key) {
        assertThatThrownBy(() -> start(Map.of(name, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(key + "=" + value)
                .hasMessageContaining("Set it to a number from");
    }

    @Test
    void the_defaults_start() {
        assertThatCode(() -> start(Map.of())).doesNotThrowAnyException();
    }

    private static void start(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(AnalysisConfig.class)
                .withMapping(FoldConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .addDefaultInterceptors()
                .withDefaultValues(settings)
                .build();
        new AnalyzerStart()
                .check(null, config.getConfigMapping(AnalysisConfig.class), config.getConfigMapping(FoldConfig.class));
    }
}
