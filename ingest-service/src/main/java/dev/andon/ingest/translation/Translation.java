package dev.andon.ingest.translation;

import dev.andon.ingest.row.SpanBatch;

/** What became of a request: rows to store, and the spans that cannot be stored. */
public record Translation(SpanBatch batch, Rejections rejections) {}
