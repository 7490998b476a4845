package dev.andon.analyzer.run;

import dev.andon.analyzer.analysis.AnalysisConfig;
import dev.andon.analyzer.analysis.Analyst;
import dev.andon.analyzer.analysis.VerdictRepository;
import dev.andon.analyzer.drilldown.DrillDown;
import dev.andon.analyzer.evidence.EvidenceRepository;
import dev.andon.analyzer.improvement.ImprovementRepository;
import dev.andon.analyzer.threshold.ThresholdRepository;
import dev.andon.common.sql.Database;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** One analyzer without Quarkus, connected with the rights of its role; several may share a database. */
final class AnalyzerUnderTest {
    final Database database;
    final AnalysisConfig config;
    final RunRepository runs = new RunRepository();
    final RunQueue queue;
    final Analyst analyst;
    final RunExecutor executor;

    AnalyzerUnderTest(TestDatabase test, InstantSource clock) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(test.jdbcUrl());
        dataSource.setUser("postgres");
        dataSource.setOptions("-c role=andon_analyzer");
        database = new Database(dataSource);
        config = config(Map.of());
        queue = new RunQueue(database, runs, config, clock);
        analyst = new Analyst(
                new EvidenceRepository(),
                new ThresholdRepository(),
                new VerdictRepository(),
                DrillDown.create(),
                config);
        executor = new RunExecutor(database, queue, analyst, new ImprovementRepository(), config);
    }

    static AnalysisConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(AnalysisConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .addDefaultInterceptors()
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(AnalysisConfig.class);
    }
}
