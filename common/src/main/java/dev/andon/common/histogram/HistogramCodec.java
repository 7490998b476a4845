package dev.andon.common.histogram;

import java.util.Arrays;

/**
 * The stored form of a {@link LogHistogram}: a version byte, then for each occupied bucket in rising order the distance of its
 * index from the one before and its count, both as unsigned LEB128. One or two occupied buckets take five bytes or so.
 */
final class HistogramCodec {
    private static final byte VERSION = 1;
    /** Above the index of the largest long. */
    private static final int INDEX_LIMIT = 64 << 6;

    private HistogramCodec() {}

    static byte[] encode(LogHistogram histogram) {
        byte[] bytes = new byte[1 + histogram.buckets() * 12];
        bytes[0] = VERSION;
        int at = 1;
        int previous = 0;
        for (int i = 0; i < histogram.buckets(); i++) {
            if (histogram.countAt(i) < 0) {
                throw new IllegalStateException("A histogram with negative counts is a difference and is not stored.");
            }
            at = writeVarint(bytes, at, histogram.indexAt(i) - previous);
            at = writeVarint(bytes, at, histogram.countAt(i));
            previous = histogram.indexAt(i);
        }
        return Arrays.copyOf(bytes, at);
    }

    static LogHistogram decode(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            throw new IllegalArgumentException("Not a histogram of version " + VERSION + ".");
        }
        Reader reader = new Reader(bytes);
        LogHistogram histogram = new LogHistogram(bytes.length / 3 + 1);
        long index = 0;
        while (reader.at < bytes.length) {
            long step = reader.varint();
            long count = reader.varint();
            index += step;
            boolean rising = step > 0 || histogram.isEmpty() && step == 0;
            if (!rising || step >= INDEX_LIMIT || index >= INDEX_LIMIT || count <= 0) {
                throw new IllegalArgumentException("Damaged histogram: bucket " + index + " with count " + count + ".");
            }
            histogram.append((int) index, count);
        }
        return histogram;
    }

    private static int writeVarint(byte[] bytes, int at, long value) {
        long rest = value;
        int next = at;
        while ((rest & ~0x7FL) != 0) {
            bytes[next++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[next++] = (byte) rest;
        return next;
    }

    private static final class Reader {
        private final byte[] bytes;
        private int at = 1;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        long varint() {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                if (at == bytes.length) {
                    throw new IllegalArgumentException("Damaged histogram: it ends in the middle of a number.");
                }
                byte next = bytes[at++];
                value |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("Damaged histogram: a number is too long.");
        }
    }
}
