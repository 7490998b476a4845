package dev.andon.ingest.item;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.andon.ingest.body.Budget;
import dev.andon.ingest.body.Refusal;
import dev.andon.ingest.body.RefusalException;
import dev.andon.ingest.translation.Parts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads native JSON, one object, an array, or one object a line, and hands over item by item. An item that is not right is an error
 * with its place; the others go on.
 */
public final class JsonItems {
    /** Errors beyond so many are counted and not listed. */
    private static final int LISTED_ERRORS = 100;

    private static final int MAX_DEPTH = 500;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** For values inside an array, which something always follows. */
    private static final ObjectMapper ELEMENTS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxStringLength(Integer.MAX_VALUE)
                .maxNestingDepth(MAX_DEPTH)
                .build();
        MAPPER.getFactory().setStreamReadConstraints(constraints);
        ELEMENTS.getFactory().setStreamReadConstraints(constraints);
    }

    /** Takes one item, or says what is wrong with it. */
    @FunctionalInterface
    public interface Taker {
        void take(JsonNode item) throws InvalidItemException;
    }

    private final Budget budget;
    private final Taker taker;
    private final List<ItemError> errors = new ArrayList<>();
    private int accepted;
    private int rejected;

    public JsonItems(Budget budget, Taker taker) {
        this.budget = budget;
        this.taker = taker;
    }

    /** Refuses only a body in which no place can be told: one broken JSON value. */
    public void read(byte[] body, boolean lines) {
        // The text and its stripped copy.
        budget.take(2L * body.length);
        int start = Utf8.start(body);
        try {
            if (lines || severalLines(body, start)) {
                lines(body, start);
                return;
            }
            String text = Utf8.text(body, start, body.length).strip();
            if (text.startsWith("[")) {
                array(text);
            } else if (!text.isEmpty()) {
                one(text, 0, null);
            }
        } catch (IOException broken) {
            throw new RefusalException(Refusal.malformed("The body is not JSON: " + firstLine(broken)));
        }
    }

    /** What was done so far. */
    public ItemReport report() {
        return new ItemReport(accepted, rejected, List.copyOf(errors));
    }

    /** The first line with something on it is a whole JSON object and something follows it. */
    private boolean severalLines(byte[] body, int start) {
        int from = start;
        while (from < body.length && body[from] >= 0 && body[from] <= ' ') {
            from++;
        }
        int end = lineEnd(body, from);
        if (end == body.length || body[from] == '[' || blank(body, end)) {
            return false;
        }
        try (Parts parts = new Parts(budget)) {
            return tree(Utf8.text(body, from, end), parts) != null;
        } catch (IOException oneValueOverLines) {
            return false;
        }
    }

    private static int lineEnd(byte[] body, int from) {
        int end = from;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean blank(byte[] body, int from) {
        for (int i = from; i < body.length; i++) {
            if (body[i] < 0 || body[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    private static JsonNode tree(String text, Parts parts) throws IOException {
        try (JsonParser in = new CountedJson(MAPPER.getFactory().createParser(text), parts)) {
            return MAPPER.readTree(in);
        }
    }

    private void one(String text, int index, Integer line) throws IOException {
        try (Parts parts = new Parts(budget)) {
            add(tree(text, parts), index, line);
        }
    }

    private void array(String text) throws IOException {
        try (JsonParser in = ELEMENTS.getFactory().createParser(text)) {
            in.nextToken();
            for (int index = 0; in.nextToken() != JsonToken.END_ARRAY; index++) {
                element(in, index);
            }
            if (in.nextToken() != null) {
                throw new JsonParseException(in, "Something follows the array.");
            }
        }
    }

    private void element(JsonParser in, int index) throws IOException {
        try (Parts parts = new Parts(budget)) {
            JsonNode element = element(in, parts);
            if (element == null) {
                reject(new ItemError(index, null, null, CountedJson.OBJECTION));
            } else {
                add(element, index, null);
            }
        }
    }

    /** The value the parser stands at; null where it is made of too many parts, which are passed over. */
    private static JsonNode element(JsonParser in, Parts parts) throws IOException {
        try {
            return ELEMENTS.readTree(new CountedJson(in, parts));
        } catch (StreamConstraintsException limit) {
            if (!parts.exceeded()) {
                throw limit;
            }
            while (in.getParsingContext().getNestingDepth() > 1) {
                in.nextToken();
            }
            return null;
        }
    }

    private void lines(byte[] body, int start) {
        int index = 0;
        int number = 0;
        for (int from = start; from < body.length; ) {
            int end = lineEnd(body, from);
            number++;
            if (line(body, from, end, index, number)) {
                index++;
            }
            from = end + 1;
        }
    }

    /** False where nothing is on it. */
    private boolean line(byte[] body, int from, int end, int index, int number) {
        try {
            String line = Utf8.text(body, from, end);
            if (line.isBlank()) {
                return false;
            }
            one(line, index, number);
        } catch (IOException broken) {
            reject(new ItemError(index, number, null, "The line is not JSON: " + firstLine(broken)));
        }
        return true;
    }

    private void add(JsonNode item, int index, Integer line) {
        try {
            taker.take(item);
            accepted++;
        } catch (InvalidItemException invalid) {
            reject(new ItemError(index, line, invalid.field(), invalid.getMessage()));
        }
    }

    private void reject(ItemError error) {
        budget.span();
        rejected++;
        if (errors.size() < LISTED_ERRORS) {
            errors.add(error);
        }
    }

    private static String firstLine(Exception broken) {
        return broken.getMessage().lines().findFirst().orElse("");
    }
}
