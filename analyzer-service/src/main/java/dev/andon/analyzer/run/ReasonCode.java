package dev.andon.analyzer.run;

/** Why a run ended as it did. */
public enum ReasonCode {
    COMPLETED,
    /** Too few traces in the window; wait for more. */
    INSUFFICIENT_DATA,
    /** The database did not answer, or not in time. */
    DATABASE_TIMEOUT,
    /** Begun several times and never ended. */
    STUCK,
    /** Anything else; the log has the details under the run's id. */
    INTERNAL_ERROR
}
