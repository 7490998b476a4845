package dev.andon.local.home;

/** The stack cannot do what was asked; the message tells the person at the terminal what to do. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }
}
