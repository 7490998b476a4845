package dev.andon.analyzer.analysis;

import dev.andon.analyzer.baseline.HourlyMedian;
import dev.andon.analyzer.bottleneck.Assessment;
import dev.andon.analyzer.bottleneck.Assessor;
import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.bottleneck.DimensionHistory;
import dev.andon.analyzer.bottleneck.DimensionHistory.Previous;
import dev.andon.analyzer.bottleneck.HourRollup;
import dev.andon.analyzer.bottleneck.Limit;
import dev.andon.analyzer.bottleneck.Period;
import dev.andon.analyzer.drilldown.DrillDown;
import dev.andon.analyzer.evidence.EvidenceRepository;
import dev.andon.analyzer.evidence.TraceTotals;
import dev.andon.analyzer.threshold.Threshold;
import dev.andon.analyzer.threshold.ThresholdRepository;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes one analysis from the rollups; reads on the session it is given and writes nothing. */
@Singleton
public final class Analyst {
    private final EvidenceRepository evidence;
    private final ThresholdRepository thresholds;
    private final VerdictRepository verdicts;
    private final DrillDown drillDown;
    private final AnalysisConfig config;

    public Analyst(
            EvidenceRepository evidence,
            ThresholdRepository thresholds,
            VerdictRepository verdicts,
            DrillDown drillDown,
            AnalysisConfig config) {
        this.evidence = evidence;
        this.thresholds = thresholds;
        this.verdicts = verdicts;
        this.drillDown = drillDown;
        this.config = config;
    }

    /** Analyses the days before a moment, as far as the fold has come. */
    public Analysis analyse(Session session, int windowDays, Instant now) {
        Period window = Period.ofDays(windowDays, now);
        TraceTotals totals = evidence.totals(session, window);
        Instant asOf = evidence.asOf(session).orElse(null);
        if (totals.traces() < config.minimumTraces()) {
            return new Analysis(window, windowDays, asOf, totals, List.of(), List.of());
        }
        Map<Dimension, Threshold> limits =
                thresholds.all(session).stream().collect(Collectors.toMap(Threshold::dimension, Function.identity()));
        Assessor assessor = new Assessor(window, totals.rootUs(), totals.recentRootUs());
        List<Assessment> assessments = new ArrayList<>();
        for (DimensionHistory history : histories(session, window)) {
            Optional<Limit> set =
                    Optional.ofNullable(limits.get(history.dimension())).map(Threshold::limit);
            assessments.add(assessor.assess(history, set));
        }
        List<Assessment> ordered = drillDown.enrich(session, Assessor.all(assessments), window, totals.traces());
        return new Analysis(window, windowDays, asOf, totals, ordered, Notes.of(ordered));
    }

    private List<DimensionHistory> histories(Session session, Period window) {
        Map<Dimension, List<HourRollup>> hours = evidence.hours(session, window);
        Instant historyStart = window.recent().from().minus(Duration.ofDays(config.historyDays()));
        Map<Dimension, List<HourlyMedian>> before = historyStart.isBefore(window.from())
                ? evidence.medians(session, historyStart, window.from())
                : Map.of();
        Map<Dimension, Previous> previous = verdicts.previous(session);
        return hours.entrySet().stream()
                .map(entry -> new DimensionHistory(
                        entry.getKey(),
                        entry.getValue(),
                        before.getOrDefault(entry.getKey(), List.of()),
                        previous.getOrDefault(entry.getKey(), Previous.NONE)))
                .toList();
    }
}
