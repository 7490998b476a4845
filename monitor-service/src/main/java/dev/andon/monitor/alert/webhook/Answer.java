package dev.andon.monitor.alert.webhook;

import java.time.Duration;

/**
 * How one request ended.
 *
 * @param status of HTTP; null where there was no answer
 * @param retryAfter as the receiver asked for; null where it did not
 * @param detail for people; quotes no address and no secret
 */
record Answer(Result result, Integer status, Duration retryAfter, String detail) {
    enum Result {
        /** The receiver has it. */
        SENT,
        /** May work later. */
        FAILED,
        /** Would never work. */
        REFUSED
    }

    static Answer sent(int status) {
        return new Answer(Result.SENT, status, null, "The receiver answered " + status + ".");
    }

    static Answer failed(String detail) {
        return new Answer(Result.FAILED, null, null, detail);
    }

    static Answer refused(String detail) {
        return new Answer(Result.REFUSED, null, null, detail);
    }
}
