package dev.andon.local.bench;

/** One benchmark of {@code ./andon bench}: measures against its own yardsticks in the same run. */
public interface Bench {
    /** As typed: {@code ingest}, {@code analyze}, … */
    String name();

    /** Runs it and records every figure under its stable key; throws when a step fails, so that no figure is made up. */
    void run(BenchRun run) throws Exception;
}
