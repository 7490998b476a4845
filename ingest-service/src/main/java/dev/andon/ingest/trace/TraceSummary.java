package dev.andon.ingest.trace;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/** One trace in a list: its root, its extent, its counts. As in {@code trace_summaries}. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TraceSummary(
        String traceId,
        Instant startedAt,
        double durationMs,
        int spanCount,
        int errorCount,
        long inputTokens,
        long outputTokens,
        boolean complete,
        String status,
        String rootService,
        String rootName,
        String rootType,
        String workflowExecutionId,
        String sdType,
        String conversationId,
        List<String> services,
        List<String> models) {}
