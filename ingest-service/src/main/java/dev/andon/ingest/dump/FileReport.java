package dev.andon.ingest.dump;

import java.util.List;

/** What became of one file; errors name the line where there is one, at most {@link FileImport#LISTED_ERRORS} of them. */
public record FileReport(String file, long spans, long rejected, boolean complete, List<String> errors) {}
