package dev.andon.analyzer.threshold;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.bottleneck.Evidence;
import dev.andon.analyzer.bottleneck.Period;
import dev.andon.analyzer.evidence.EvidenceRepository;
import dev.andon.common.histogram.LogHistogram;
import dev.andon.common.sql.Database;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the API and the commands do with thresholds; each call is one transaction. Callers check a {@link ThresholdChange} first. */
@Singleton
public final class Thresholds {
    private final Database database;
    private final ThresholdRepository thresholds;
    private final EvidenceRepository evidence;
    private final InstantSource clock;

    Thresholds(Database database, ThresholdRepository thresholds, EvidenceRepository evidence, InstantSource clock) {
        this.database = database;
        this.thresholds = thresholds;
        this.evidence = evidence;
        this.clock = clock;
    }

    public List<Threshold> all() {
        return database.read(thresholds::all);
    }

    public Optional<Threshold> one(String dimensionType, String dimensionKey) {
        return database.read(session -> thresholds.one(session, dimensionType, dimensionKey));
    }

    public Threshold set(ThresholdChange change, String by) {
        return database.write(
                session -> thresholds.setAll(session, List.of(change), by).getFirst());
    }

    /** False where there was no active threshold. */
    public boolean deactivate(String dimensionType, String dimensionKey, String by) {
        return database.write(session -> thresholds.deactivate(session, dimensionType, dimensionKey, by));
    }

    public List<ThresholdAudit> audit(String dimensionType, String dimensionKey) {
        return database.read(session -> thresholds.audit(session, dimensionType, dimensionKey));
    }

    /** Baselines that differ by more than 20 % from the median of the last days. */
    public List<ThresholdSuggestion> suggestions(int days) {
        return database.read(session -> suggestions(session, days));
    }

    /** Takes suggestions, as they are at this moment. An empty set takes all. Returns the thresholds changed. */
    public List<Threshold> apply(Set<Dimension> wanted, int days, String by) {
        return database.write(session -> {
            List<ThresholdChange> changes = suggestions(session, days).stream()
                    .map(ThresholdSuggestion::change)
                    .filter(change -> wanted.isEmpty()
                            || wanted.contains(new Dimension(change.dimensionType(), change.dimensionKey())))
                    .toList();
            return thresholds.setAll(session, changes, by);
        });
    }

    private List<ThresholdSuggestion> suggestions(Session session, int days) {
        Map<Dimension, LogHistogram> durations = new HashMap<>();
        evidence.hours(session, Period.ofDays(days, clock.instant()))
                .forEach((dimension, hours) ->
                        durations.put(dimension, Evidence.of(hours).durations()));
        return ThresholdSuggestion.of(thresholds.all(session), durations);
    }
}
