package dev.andon.ingest.otlp;

import java.time.Duration;

/**
 * A request refused as a whole.
 *
 * @param status the HTTP status
 * @param code the gRPC code of the {@code Status} body
 * @param retryAfter null where sending the same again is of no use
 */
record OtlpError(int status, int code, String message, Duration retryAfter) {

    static OtlpError malformed(String message) {
        return new OtlpError(400, com.google.rpc.Code.INVALID_ARGUMENT_VALUE, message, null);
    }

    static OtlpError tooLarge(long limit) {
        String message = "The body is larger than " + limit + " bytes, as sent or inflated. Send fewer spans at once.";
        return new OtlpError(413, com.google.rpc.Code.RESOURCE_EXHAUSTED_VALUE, message, null);
    }

    static OtlpError unsupported(String message) {
        return new OtlpError(415, com.google.rpc.Code.INVALID_ARGUMENT_VALUE, message, null);
    }

    static OtlpError unavailable(String message, Duration retryAfter) {
        return new OtlpError(503, com.google.rpc.Code.UNAVAILABLE_VALUE, message, retryAfter);
    }
}
