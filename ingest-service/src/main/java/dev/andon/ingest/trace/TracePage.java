package dev.andon.ingest.trace;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/** A page of traces, newest first; {@code nextCursor} is null on the last one. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TracePage(Instant asOf, List<TraceSummary> traces, String nextCursor) {}
