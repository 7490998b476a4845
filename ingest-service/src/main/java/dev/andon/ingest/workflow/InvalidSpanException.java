package dev.andon.ingest.workflow;

/** A span of native JSON that cannot be taken: which field, and what would be accepted. */
final class InvalidSpanException extends Exception {
    private final String field;

    InvalidSpanException(String field, String detail) {
        super(detail, null, false, false);
        this.field = field;
    }

    String field() {
        return field;
    }
}
