package dev.andon.ingest.otlp;

/** The request as a whole cannot be read; the message tells the client why. */
public final class MalformedRequestException extends Exception {
    public MalformedRequestException(String message) {
        super(message);
    }
}
