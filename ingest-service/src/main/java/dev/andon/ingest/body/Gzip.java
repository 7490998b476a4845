package dev.andon.ingest.body;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Inflates with a bound, so that a small body cannot fill the memory. */
public final class Gzip {
    private Gzip() {}

    /** The inflated bytes; null where there are more than the limit. */
    public static byte[] inflate(byte[] body, long limit) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body), 1 << 14)) {
            byte[] inflated = in.readNBytes((int) Math.min(limit, Integer.MAX_VALUE - 16));
            return inflated.length == limit && in.read() >= 0 ? null : inflated;
        }
    }
}
