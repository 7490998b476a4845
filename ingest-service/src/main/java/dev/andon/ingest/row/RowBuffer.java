package dev.andon.ingest.row;

import java.util.function.LongConsumer;

/**
 * A growing buffer that many rows of one request share, with the encodings of PostgreSQL's binary format. Text is UTF-8 in which
 * NUL and lone surrogates, which PostgreSQL cannot hold, have become U+FFFD. Not thread-safe.
 */
public final class RowBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final char REPLACEMENT = '\uFFFD';

    private final LongConsumer take;
    private final LongConsumer give;
    private byte[] bytes;
    private int size;

    /** For short texts; nobody counts its memory. */
    public RowBuffer(int capacity) {
        this(capacity, bytes -> {}, bytes -> {});
    }

    /**
     * One whose memory is counted.
     *
     * @param take is told how many bytes are about to be allocated, and may throw
     * @param give is told how many are free again
     */
    public RowBuffer(int capacity, LongConsumer take, LongConsumer give) {
        this.take = take;
        this.give = give;
        bytes = allocate(Math.max(capacity, 256));
    }

    private byte[] allocate(int length) {
        take.accept(length);
        return new byte[length];
    }

    /** The content so far; valid until the next write. */
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /** Forgets what was written after that size. */
    public void truncate(int newSize) {
        size = newSize;
    }

    /** Room for so many more bytes. */
    private void reserve(int more) {
        if (bytes.length - size < more) {
            byte[] larger = allocate(
                    (int) Math.max(Math.addExact(size, more), Math.min(bytes.length * 3L / 2, Integer.MAX_VALUE - 8)));
            System.arraycopy(bytes, 0, larger, 0, size);
            give.accept(bytes.length);
            bytes = larger;
        }
    }

    public void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    public void putShort(int value) {
        reserve(2);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    public void putInt(int value) {
        reserve(4);
        putIntAt(size, value);
        size += 4;
    }

    private void putIntAt(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    private void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    public void nullField() {
        putInt(-1);
    }

    public void longField(long value) {
        reserve(12);
        putInt(8);
        putLong(value);
    }

    public void longField(Long value) {
        if (value == null) {
            nullField();
        } else {
            longField(value.longValue());
        }
    }

    public void doubleField(double value) {
        longField(Double.doubleToRawLongBits(value));
    }

    /** Text, cut to whole characters of at most so many bytes; null and the empty text are NULL. */
    public void textField(String text, int limit) {
        if (text == null || text.isEmpty()) {
            nullField();
        } else {
            int start = openField();
            putText(text, start + limit);
            closeField(start);
        }
    }

    /** An id as lower-case hex text; an empty id is NULL. */
    public void hexField(com.google.protobuf.ByteString id) {
        int length = id.size();
        if (length == 0) {
            nullField();
            return;
        }
        reserve(4 + 2 * length);
        putInt(2 * length);
        for (int i = 0; i < length; i++) {
            byte octet = id.byteAt(i);
            bytes[size++] = HEX[(octet >> 4) & 0xF];
            bytes[size++] = HEX[octet & 0xF];
        }
    }

    public void hex(com.google.protobuf.ByteString id) {
        reserve(2 * id.size());
        for (int i = 0; i < id.size(); i++) {
            byte octet = id.byteAt(i);
            bytes[size++] = HEX[(octet >> 4) & 0xF];
            bytes[size++] = HEX[octet & 0xF];
        }
    }

    /** Begins a field whose length is not yet known; hand the result to {@link #closeField}. */
    public int openField() {
        putInt(0);
        return size;
    }

    public void closeField(int start) {
        putIntAt(start - 4, size - start);
    }

    /** ASCII as it is. */
    public void putAscii(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    private void putText(String text, int end) {
        int length = text.length();
        reserve(Math.min(length, end - size));
        for (int i = 0; i < length; i++) {
            int before = size;
            char unit = text.charAt(i);
            if (unit < 0x80 && unit != 0) {
                putByte(unit);
            } else {
                i += putWide(text, i, length);
            }
            if (size > end) {
                size = before;
                return;
            }
        }
    }

    /** Writes the character at that place and returns how many more units it took (0 or 1). */
    int putWide(String text, int at, int end) {
        reserve(4);
        char unit = text.charAt(at);
        if (Character.isHighSurrogate(unit) && at + 1 < end && Character.isLowSurrogate(text.charAt(at + 1))) {
            int point = Character.toCodePoint(unit, text.charAt(at + 1));
            bytes[size++] = (byte) (0xF0 | (point >> 18));
            bytes[size++] = (byte) (0x80 | ((point >> 12) & 0x3F));
            bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            bytes[size++] = (byte) (0x80 | (point & 0x3F));
            return 1;
        }
        if (unit == 0 || Character.isSurrogate(unit)) {
            unit = REPLACEMENT;
        }
        if (unit < 0x800) {
            bytes[size++] = (byte) (0xC0 | (unit >> 6));
        } else {
            bytes[size++] = (byte) (0xE0 | (unit >> 12));
            bytes[size++] = (byte) (0x80 | ((unit >> 6) & 0x3F));
        }
        bytes[size++] = (byte) (0x80 | (unit & 0x3F));
        return 0;
    }
}
