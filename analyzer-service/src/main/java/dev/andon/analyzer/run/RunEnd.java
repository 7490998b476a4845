package dev.andon.analyzer.run;

/**
 * How a run ended.
 *
 * @param errorDetail null where it succeeded
 * @param outputRef the result as JSON; null where there is none
 */
record RunEnd(RunStatus status, ReasonCode reason, int findings, String errorDetail, String outputRef) {
    static RunEnd succeeded(int findings, String outputRef) {
        return new RunEnd(RunStatus.SUCCEEDED, ReasonCode.COMPLETED, findings, null, outputRef);
    }

    static RunEnd failed(ReasonCode reason, String errorDetail, String outputRef) {
        return new RunEnd(RunStatus.FAILED, reason, 0, errorDetail, outputRef);
    }
}
