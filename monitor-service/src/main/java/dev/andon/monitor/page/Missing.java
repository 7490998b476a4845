package dev.andon.monitor.page;

/** What the address names is not there. The message says so to the person who asked; it becomes a page with status 404. */
public final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Missing(String message) {
        super(message, null, false, false);
    }
}
