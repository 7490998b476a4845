package dev.andon.ingest.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import dev.andon.ingest.translation.Parts;
import java.io.IOException;

/**
 * Counts the objects that parsing a message would make, before they are made: its messages, repeated values and unknown fields.
 * Each takes two bytes at least, so short messages need no counting.
 */
final class WireParts {
    private static final int SHORT = 1 << 16;
    private static final int DEEPEST = 100;

    private final CodedInputStream in;
    private final Parts parts;

    private WireParts(CodedInputStream in, Parts parts) {
        this.in = in;
        this.parts = parts;
    }

    /** Whether the message may be parsed; the parts hold the memory for it. What is broken is left for the parser to say. */
    static boolean fit(byte[] bytes, int start, int length, Descriptor type, Parts parts) {
        if (length < SHORT) {
            return true;
        }
        try {
            new WireParts(CodedInputStream.newInstance(bytes, start, length), parts).count(type, 0);
        } catch (IOException broken) {
            return !parts.exceeded();
        }
        return !parts.exceeded();
    }

    private void count(Descriptor type, int depth) throws IOException {
        for (int tag = in.readTag(); tag != 0 && !parts.exceeded(); tag = in.readTag()) {
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            boolean message = field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            if (field == null || message || field.isRepeated()) {
                parts.add();
            }
            if (message && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED && depth < DEEPEST) {
                int outer = in.pushLimit(in.readRawVarint32());
                count(field.getMessageType(), depth + 1);
                in.popLimit(outer);
            } else {
                in.skipField(tag);
            }
        }
    }
}
