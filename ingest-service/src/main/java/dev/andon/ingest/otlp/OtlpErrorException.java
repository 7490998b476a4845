package dev.andon.ingest.otlp;

/** Carries an {@link OtlpError} out of reading a body. */
final class OtlpErrorException extends Exception {
    private final transient OtlpError error;

    OtlpErrorException(OtlpError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    OtlpError error() {
        return error;
    }
}
