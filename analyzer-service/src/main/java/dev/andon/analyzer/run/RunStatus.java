package dev.andon.analyzer.run;

/** QUEUED, then RUNNING, then SUCCEEDED or FAILED; a stuck run may be begun again. */
public enum RunStatus {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED;

    public boolean over() {
        return this == SUCCEEDED || this == FAILED;
    }
}
