package dev.andon.local.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A file of traces recorded by another tool, in one of the dialects known; which one, its shape says. */
public final class Recording {
    private static final ObjectMapper JSON = new ObjectMapper();

    private enum Dialect {
        MONOCLE {
            @Override
            boolean fits(JsonNode document) {
                return MonocleTraces.fits(document);
            }

            @Override
            List<RecordedSpan> read(JsonNode document) {
                return MonocleTraces.read(document);
            }
        },
        LANGFUSE {
            @Override
            boolean fits(JsonNode document) {
                return document.has("trace") && document.has("observations");
            }

            @Override
            List<RecordedSpan> read(JsonNode document) {
                return LangfuseTraces.read(document);
            }
        },
        DEEPEVAL {
            @Override
            boolean fits(JsonNode document) {
                return document.has("baseSpans") && document.has("uuid");
            }

            @Override
            List<RecordedSpan> read(JsonNode document) {
                return DeepevalTraces.read(document);
            }
        },
        VERCEL {
            @Override
            boolean fits(JsonNode document) {
                return document.path(0).has("spanContext");
            }

            @Override
            List<RecordedSpan> read(JsonNode document) {
                return VercelSpans.read(document);
            }
        },
        STRANDS {
            @Override
            boolean fits(JsonNode document) {
                return (document.isArray() ? document : document.path("spans"))
                        .path(0)
                        .has("span_events");
            }

            @Override
            List<RecordedSpan> read(JsonNode document) {
                return StrandsSpans.read(document);
            }
        };

        abstract boolean fits(JsonNode document);

        abstract List<RecordedSpan> read(JsonNode document);
    }

    private Recording() {}

    /**
     * The spans of a file, in its order.
     *
     * @param name for messages
     */
    public static List<RecordedSpan> read(String name, InputStream content) throws IOException {
        JsonNode document = JSON.readTree(content);
        return Arrays.stream(Dialect.values())
                .filter(dialect -> dialect.fits(document))
                .findFirst()
                .orElseThrow(() -> new IOException(name + " is in no dialect known here."))
                .read(document);
    }

    /** Moves each trace so that it starts at the time given for it; what is between its spans stays as recorded. */
    public static List<RecordedSpan> moved(List<RecordedSpan> spans, StartTimes starts) {
        Map<String, List<RecordedSpan>> traces =
                spans.stream().collect(Collectors.groupingBy(RecordedSpan::traceId, TreeMap::new, Collectors.toList()));
        return traces.values().stream()
                .flatMap(trace -> {
                    long first = trace.stream()
                            .mapToLong(RecordedSpan::startNanos)
                            .min()
                            .orElseThrow();
                    long shift = starts.next() - first;
                    return trace.stream().map(span -> span.later(shift));
                })
                .toList();
    }

    /** Gives each trace its new start, in nanoseconds since the epoch. */
    @FunctionalInterface
    public interface StartTimes {
        long next();
    }
}
