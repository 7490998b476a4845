package dev.andon.common.cli;

/** Thrown by a command that cannot finish for a reason it knows; the message is one sentence that says what to do. Exit code 1. */
public final class CommandFailure extends RuntimeException {

    public CommandFailure(String sentence) {
        super(sentence);
    }

    public CommandFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
