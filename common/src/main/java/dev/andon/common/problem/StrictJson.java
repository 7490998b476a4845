package dev.andon.common.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;

/** JSON bodies of our APIs: no text with a {@link ZeroCharacter}, no fraction where a whole number is asked for. */
@Singleton
final class StrictJson implements ObjectMapperCustomizer {
    StrictJson() {}

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        mapper.registerModule(new SimpleModule("strict").addDeserializer(String.class, new StorableText()));
    }

    private static final class StorableText extends StringDeserializer {
        private static final long serialVersionUID = 1;

        @Override
        public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = super.deserialize(in, context);
            if (ZeroCharacter.in(text)) {
                throw InvalidFormatException.from(in, "U+0000", text, String.class);
            }
            return text;
        }
    }
}
