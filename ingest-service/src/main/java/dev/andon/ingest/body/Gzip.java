package dev.andon.ingest.body;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/** Inflates with a bound, so that a small body cannot fill the memory. */
final class Gzip {
    private Gzip() {}

    /**
     * The inflated bytes; null where there are more than the limit.
     *
     * @param take is told how many bytes are about to be added, and may throw
     */
    static byte[] inflate(byte[] body, long limit, LongConsumer take) throws IOException {
        byte[] chunk = new byte[Math.clamp(8L * body.length, 512, 1 << 16)];
        ByteArrayOutputStream inflated = new ByteArrayOutputStream(chunk.length);
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body), 1 << 14)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (inflated.size() + (long) count > limit) {
                    return null;
                }
                take.accept(count);
                inflated.write(chunk, 0, count);
            }
        }
        return inflated.toByteArray();
    }
}
