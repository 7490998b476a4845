package dev.andon.analyzer.run;

/** Another worker has taken the run over; whatever this one was about to write is rolled back. */
final class RunOvertaken extends RuntimeException {
    RunOvertaken(AnalysisRun run) {
        super("Analysis run %s was taken over after attempt %d; nothing of it was kept."
                .formatted(run.runId(), run.attempt()));
    }
}
