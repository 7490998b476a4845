package dev.andon.monitor.waterfall;

import dev.andon.monitor.page.Missing;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Loads traces. A page always reads anew; the rows and panels it asks for afterwards come from the same reading for a while, so
 * that they fit together and a large trace is not read for every scroll.
 */
@ApplicationScoped
public class Traces {
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{16,32}");
    private static final int KEPT = 6;
    private static final Duration FOR = Duration.ofMinutes(2);

    private final TraceRepository repository;
    private final InstantSource clock;
    private final Map<String, Reading> kept = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Reading> eldest) {
            return size() > KEPT;
        }
    };

    Traces(TraceRepository repository, InstantSource clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** The trace as it is now. */
    LoadedTrace read(String traceId) {
        return find(traceId)
                .orElseThrow(() -> new Missing(
                        "No span of trace " + traceId + " is kept. It was never sent here, or its days are over."));
    }

    /** The trace as it is now; empty where nothing of it is kept or the text is no id. */
    public Optional<LoadedTrace> find(String traceId) {
        String id = traceId.strip().toLowerCase(Locale.ROOT);
        List<TraceRepository.Stored> spans = TRACE_ID.matcher(id).matches() ? repository.spans(id) : List.of();
        if (spans.isEmpty()) {
            return Optional.empty();
        }
        LoadedTrace trace = LoadedTrace.of(id, spans);
        synchronized (kept) {
            kept.put(id, new Reading(trace, clock.instant()));
        }
        return Optional.of(trace);
    }

    /** The trace as it was read lately. */
    LoadedTrace readLately(String traceId) {
        Reading reading;
        synchronized (kept) {
            reading = kept.get(traceId);
        }
        return reading == null || reading.at().isBefore(clock.instant().minus(FOR)) ? read(traceId) : reading.trace();
    }

    private record Reading(LoadedTrace trace, Instant at) {}
}
