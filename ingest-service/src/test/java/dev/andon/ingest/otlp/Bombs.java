package dev.andon.ingest.otlp;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Requests that are small on the wire and would be huge as objects: one part of two or three bytes over and over. */
final class Bombs {
    private Bombs() {}

    /** A request of so many empty spans. */
    static byte[] emptySpans(int count) {
        return protobuf(new byte[0], 2, count, 2, 1);
    }

    /** A request of so many resources, each with one scope and nothing else. */
    static byte[] emptyResources(int count) {
        return repeated(new byte[0], new byte[] {0x0A, 2, 0x12, 0}, count, new byte[0]);
    }

    /** A good span with so many empty messages of one of its fields: attributes are 9, events 11, links 13. */
    static byte[] spanWith(byte[] span, int field, int count) {
        return protobuf(span, field, count, 2, 2, 1);
    }

    /** A resource with so many empty attributes, and no span. */
    static byte[] resourceWith(int count) {
        return protobuf(new byte[0], 1, count, 1, 1);
    }

    /** {@code before}, then the part so many times with commas between, then {@code after}. */
    static byte[] json(String before, String part, int count, String after) {
        return repeated(utf8(before + part), utf8("," + part), count - 1, utf8(after));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Empty messages of a field, after some content, inside of messages of the other fields, the innermost first. */
    private static byte[] protobuf(byte[] content, int field, int count, int... around) {
        byte[] before = content;
        int length = content.length + 2 * count;
        for (int outer : around) {
            byte[] head = head(outer, length);
            length += head.length;
            byte[] longer = new byte[head.length + before.length];
            System.arraycopy(head, 0, longer, 0, head.length);
            System.arraycopy(before, 0, longer, head.length, before.length);
            before = longer;
        }
        return repeated(before, new byte[] {tag(field), 0}, count, new byte[0]);
    }

    private static byte tag(int field) {
        return (byte) (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    private static byte[] head(int field, int length) {
        byte[] head = new byte[1 + CodedOutputStream.computeUInt32SizeNoTag(length)];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(head);
            out.writeRawByte(tag(field));
            out.writeUInt32NoTag(length);
        } catch (IOException cannotHappen) {
            throw new UncheckedIOException(cannotHappen);
        }
        return head;
    }

    private static byte[] repeated(byte[] before, byte[] part, int count, byte[] after) {
        byte[] all = new byte[before.length + part.length * count + after.length];
        System.arraycopy(before, 0, all, 0, before.length);
        int at = before.length;
        for (int i = 0; i < count; i++, at += part.length) {
            System.arraycopy(part, 0, all, at, part.length);
        }
        System.arraycopy(after, 0, all, at, after.length);
        return all;
    }
}
