package dev.andon.ingest.dump;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/**
 * A file as a sequence of JSON values with their places: one a line, or any number one after the other, of arrays each element.
 * Compressed files are told by their first bytes. Reads as it goes; a file may be larger than the memory, one value may not.
 */
final class DumpFile {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // Of two values on one line the second would be lost without a word.
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNestingDepth(500)
                        .build());
    }

    private final Path path;
    private final LongConsumer bytesRead;

    /** The consumer is told of every read of the file, compressed bytes as they are. */
    DumpFile(Path path, LongConsumer bytesRead) {
        this.path = path;
        this.bytesRead = bytesRead;
    }

    /** Takes values as they come. */
    interface Values {
        /** A value; the line is 0 where values are not one a line. */
        void value(JsonNode value, int line) throws IOException;

        /** A line that is not JSON. */
        void broken(int line, String reason);
    }

    void read(Values values) throws IOException {
        try (InputStream in = open()) {
            int number = 1;
            byte[] first = line(in);
            while (first != null && isBlank(first)) {
                first = line(in);
                number++;
            }
            if (first == null) {
                return;
            }
            if (complete(first)) {
                lines(first, number, in, values);
            } else {
                documents(new SequenceInputStream(new ByteArrayInputStream(first), in), values);
            }
        }
    }

    private InputStream open() throws IOException {
        BufferedInputStream in =
                new BufferedInputStream(new CountedStream(Files.newInputStream(path), bytesRead), 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16) : in;
    }

    /** The bytes up to and with the line feed; null at the end. */
    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
        }
        return line.size() == 0 ? null : line.toByteArray();
    }

    private static boolean isBlank(byte[] line) {
        for (byte octet : line) {
            if (octet > ' ' || octet < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean complete(byte[] line) {
        try {
            return !MAPPER.readTree(line).isMissingNode();
        } catch (IOException unfinished) {
            return false;
        }
    }

    private static void lines(byte[] first, int firstNumber, InputStream in, Values values) throws IOException {
        byte[] line = first;
        for (int number = firstNumber; line != null; number++) {
            if (!isBlank(line)) {
                one(line, number, values);
            }
            line = line(in);
        }
    }

    private static void one(byte[] line, int number, Values values) throws IOException {
        JsonNode value;
        try {
            value = MAPPER.readTree(line);
        } catch (IOException broken) {
            values.broken(number, broken.getMessage().lines().findFirst().orElse(""));
            return;
        }
        each(value, number, values);
    }

    private static void each(JsonNode value, int line, Values values) throws IOException {
        if (value.isArray()) {
            for (JsonNode element : value) {
                each(element, line, values);
            }
        } else {
            values.value(value, line);
        }
    }

    private static void documents(InputStream in, Values values) throws IOException {
        try (JsonParser parser = MAPPER.getFactory().createParser(in);
                MappingIterator<JsonNode> all = MAPPER.readerFor(JsonNode.class).readValues(parser)) {
            while (all.hasNextValue()) {
                each(all.nextValue(), 0, values);
            }
        }
    }
}
