package dev.andon.common.histogram;

import java.nio.ByteBuffer;

/**
 * The form of a {@link LogHistogram} that SQL can write and add up: six bytes an occupied bucket, its index (two bytes) and its count
 * (four), big-endian. Histograms side by side are their sum, so {@code string_agg} merges them.
 */
public final class HistogramEntries {
    private static final int ENTRY = Short.BYTES + Integer.BYTES;

    /** Above the index of the largest long. */
    private static final int BUCKETS = 64 << 6;

    private HistogramEntries() {}

    /** The sum of all that stand side by side. */
    public static LogHistogram sum(byte[] entries) {
        if (entries.length % ENTRY != 0) {
            throw new IllegalArgumentException("Damaged histogram: " + entries.length + " bytes.");
        }
        long[] counts = new long[BUCKETS];
        ByteBuffer in = ByteBuffer.wrap(entries);
        while (in.hasRemaining()) {
            counts[in.getShort()] += in.getInt();
        }
        LogHistogram histogram = new LogHistogram();
        for (int index = 0; index < BUCKETS; index++) {
            if (counts[index] != 0) {
                histogram.append(index, counts[index]);
            }
        }
        return histogram;
    }
}
