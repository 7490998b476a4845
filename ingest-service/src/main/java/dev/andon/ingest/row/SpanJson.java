package dev.andon.ingest.row;

import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;

/** Events and links of a span as the JSON arrays that the store and the trace API share. */
final class SpanJson {
    private SpanJson() {}

    /** {@code [{"name","time_unix_nano","attributes"}]}; the time is a string, as 64 bits do not fit a JSON number everywhere. */
    static void events(RowBuffer out, List<Span.Event> events) {
        out.putByte('[');
        for (int i = 0; i < events.size(); i++) {
            Span.Event event = events.get(i);
            out.putAscii(i > 0 ? ",{\"name\":" : "{\"name\":");
            JsonText.string(out, event.getName());
            out.putAscii(",\"time_unix_nano\":\"");
            out.putAscii(Long.toUnsignedString(event.getTimeUnixNano()));
            out.putByte('"');
            if (event.getAttributesCount() > 0) {
                out.putAscii(",\"attributes\":");
                JsonText.object(out, event.getAttributesList());
            }
            out.putByte('}');
        }
        out.putByte(']');
    }

    /** {@code [{"trace_id","span_id","attributes"}]}. */
    static void links(RowBuffer out, List<Span.Link> links) {
        out.putByte('[');
        for (int i = 0; i < links.size(); i++) {
            Span.Link link = links.get(i);
            out.putAscii(i > 0 ? ",{\"trace_id\":\"" : "{\"trace_id\":\"");
            out.hex(link.getTraceId());
            out.putAscii("\",\"span_id\":\"");
            out.hex(link.getSpanId());
            out.putByte('"');
            if (link.getAttributesCount() > 0) {
                out.putAscii(",\"attributes\":");
                JsonText.object(out, link.getAttributesList());
            }
            out.putByte('}');
        }
        out.putByte(']');
    }
}
