package dev.andon.ingest.item;

/** An item of native JSON that cannot be taken: which field, and what would be accepted. */
public final class InvalidItemException extends Exception {
    private final String field;

    public InvalidItemException(String field, String detail) {
        super(detail, null, false, false);
        this.field = field;
    }

    /** The field at fault; empty where it is the item itself. */
    public String field() {
        return field;
    }
}
