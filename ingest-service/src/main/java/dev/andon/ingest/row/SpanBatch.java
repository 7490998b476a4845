package dev.andon.ingest.row;

import java.util.List;

/** The rows of one request and the resources they point to; {@code bytes} is what they hold in memory. */
public record SpanBatch(List<EncodedSpan> spans, List<TraceResource> resources, long bytes) {}
