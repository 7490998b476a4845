package dev.andon.ingest.item;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes as text where they are UTF-8. What is not is said, never replaced: a replaced character would be stored for good. */
final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';
    private static final int DECODED_AT_ONCE = 4096;

    private Utf8() {}

    /** Where the text begins: behind the byte-order mark that some programs put in front. */
    static int start(byte[] bytes) {
        boolean mark =
                bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        return mark ? 3 : 0;
    }

    /** The text of a part of the bytes; the exception tells the place of the first byte that is none. */
    static String text(byte[] bytes, int from, int to) throws CharacterCodingException {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        // Sent as such or put in place of something: rare enough to look twice.
        if (text.indexOf(REPLACEMENT) >= 0) {
            check(ByteBuffer.wrap(bytes, from, to - from), from);
        }
        return text;
    }

    private static void check(ByteBuffer bytes, int from) throws CharacterCodingException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer dropped = CharBuffer.allocate(DECODED_AT_ONCE);
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            dropped.clear();
            result = decoder.decode(bytes, dropped, true);
        }
        if (result.isError()) {
            throw new NotUtf8(bytes.position() - from, bytes.get(bytes.position()));
        }
    }

    /** Says which byte. */
    private static final class NotUtf8 extends CharacterCodingException {
        private static final long serialVersionUID = 1;

        private final int place;
        private final byte octet;

        NotUtf8(int place, byte octet) {
            this.place = place;
            this.octet = octet;
        }

        @Override
        public String getMessage() {
            return "Byte %,d (0x%02x) is not UTF-8.".formatted(place + 1, octet);
        }
    }
}
