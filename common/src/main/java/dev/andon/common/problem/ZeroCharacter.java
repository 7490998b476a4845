package dev.andon.common.problem;

import java.util.Optional;
import java.util.function.Function;

/**
 * The one character that PostgreSQL keeps in no text, U+0000. What comes by HTTP is refused with the field that holds it before any
 * statement runs: addresses by {@link ZeroCharacterFilter}, forms by {@link NamedParameters}, JSON bodies by {@link StrictJson}.
 */
final class ZeroCharacter {
    private ZeroCharacter() {}

    static boolean in(String text) {
        return text != null && text.indexOf('\0') >= 0;
    }

    /** The first of these names that itself, or a value of which, holds the character. */
    static Optional<String> among(Iterable<String> names, Function<String, ? extends Iterable<String>> values) {
        for (String name : names) {
            if (in(name)) {
                return Optional.of(name.replace("\0", "\\u0000"));
            }
            for (String value : values.apply(name)) {
                if (in(value)) {
                    return Optional.of(name);
                }
            }
        }
        return Optional.empty();
    }

    /** The refusal. */
    static ProblemException refused(String field) {
        return ProblemException.invalid(field, detail(field));
    }

    static String detail(String field) {
        return field + " holds the character U+0000, which cannot be stored. Leave it out.";
    }
}
