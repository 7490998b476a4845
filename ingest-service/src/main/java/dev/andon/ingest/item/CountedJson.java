package dev.andon.ingest.item;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import dev.andon.ingest.translation.Parts;
import java.io.IOException;

/** Counts what a value is made of while it is read, so that one of many tiny parts ends before it fills the memory. */
final class CountedJson extends JsonParserDelegate {
    static final String OBJECTION = "An item may have at most " + Parts.LIMIT + " names and values.";

    private final Parts parts;

    CountedJson(JsonParser in, Parts parts) {
        super(in);
        this.parts = parts;
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (token != null && !parts.add()) {
            throw new StreamConstraintsException(OBJECTION);
        }
        return token;
    }
}
