package dev.andon.common.problem;

import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Reads parameters of endpoints, so that a value that does not read is a problem which names the parameter and the form expected. */
@Provider
public final class NamedParameters implements ParamConverterProvider {
    private static final Map<Class<?>, Form> FORMS = Map.of(
            Integer.class, new Form(Integer::valueOf, "a whole number"),
            int.class, new Form(Integer::valueOf, "a whole number"),
            Long.class, new Form(Long::valueOf, "a whole number"),
            long.class, new Form(Long::valueOf, "a whole number"),
            Double.class, new Form(Double::valueOf, "a number"),
            double.class, new Form(Double::valueOf, "a number"),
            UUID.class, new Form(UUID::fromString, "a UUID"),
            Instant.class, new Form(Instant::parse, "a time such as 2026-01-31T12:00:00Z"),
            Duration.class, new Form(Duration::parse, "a duration such as PT15M"));

    private static final Form TEXT =
            new Form(NamedParameters::storable, "text without the character U+0000, which cannot be stored");

    NamedParameters() {}

    /** Texts of addresses have been looked at, with the names that the address gives them. */
    private static boolean isOfForm(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .anyMatch(annotation -> annotation instanceof RestForm || annotation instanceof FormParam);
    }

    private static String storable(String text) {
        if (ZeroCharacter.in(text)) {
            throw new IllegalArgumentException("U+0000");
        }
        return text;
    }

    private record Form(Function<String, ?> reader, String description) {}

    @Override
    public <T> ParamConverter<T> getConverter(Class<T> rawType, Type genericType, Annotation[] annotations) {
        if (rawType == String.class) {
            return isOfForm(annotations) ? new Converter<>(name(annotations), TEXT) : null;
        }
        Form form = rawType.isEnum() ? enumForm(rawType) : FORMS.get(rawType);
        return form == null ? null : new Converter<>(name(annotations), form);
    }

    private static Form enumForm(Class<?> type) {
        Map<String, Object> constants = Stream.of(type.getEnumConstants())
                .collect(Collectors.toMap(value -> value.toString().toLowerCase(Locale.ROOT), value -> value));
        return new Form(
                text -> {
                    Object constant = constants.get(text.toLowerCase(Locale.ROOT));
                    if (constant == null) {
                        throw new IllegalArgumentException(text);
                    }
                    return constant;
                },
                "one of " + Arrays.toString(type.getEnumConstants()));
    }

    private static String name(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .map(NamedParameters::name)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("parameter");
    }

    private static String name(Annotation annotation) {
        return switch (annotation) {
            case QueryParam query -> query.value();
            case PathParam path -> path.value();
            case HeaderParam header -> header.value();
            case RestQuery query -> query.value();
            case RestPath path -> path.value();
            case FormParam field -> field.value();
            case RestForm field -> field.value();
            default -> "";
        };
    }

    private record Converter<T>(String name, Form form) implements ParamConverter<T> {
        @Override
        @SuppressWarnings("unchecked")
        public T fromString(String value) {
            if (value == null || value.isEmpty()) {
                return form == TEXT ? (T) value : null;
            }
            try {
                return (T) form.reader().apply(value);
            } catch (RuntimeException unreadable) {
                throw ProblemException.invalid(name, name + " must be " + form.description() + ".");
            }
        }

        @Override
        public String toString(T value) {
            return value.toString();
        }
    }
}
