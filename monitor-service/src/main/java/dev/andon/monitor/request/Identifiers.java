package dev.andon.monitor.request;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a person is known by: user ids, conversation ids, addresses. Each is taken as it is, so nothing in it is a wildcard; what is too
 * short to tell a person from a word is refused.
 */
public record Identifiers(List<String> values) {
    private static final int LEAST = 3;
    private static final int LONGEST = 320;
    private static final int MOST = 20;

    public Identifiers {
        values = List.copyOf(values);
    }

    /** Trimmed, each once; anything that cannot be taken is an {@link IllegalArgumentException} that does not repeat it. */
    public static Identifiers of(List<String> given) {
        Set<String> distinct = new LinkedHashSet<>();
        for (String identifier : given) {
            distinct.add(checked(identifier == null ? "" : identifier.strip()));
        }
        if (distinct.isEmpty() || distinct.size() > MOST) {
            throw new IllegalArgumentException("Give 1 to " + MOST + " identifiers of one person.");
        }
        return new Identifiers(List.copyOf(distinct));
    }

    /** The one that the person's pseudonym is made of. */
    public String first() {
        return values.getFirst();
    }

    private static String checked(String identifier) {
        long letters =
                identifier.codePoints().filter(Character::isLetterOrDigit).count();
        if (letters < LEAST || identifier.length() > LONGEST) {
            throw new IllegalArgumentException("An identifier has at least " + LEAST + " letters or digits and at most "
                    + LONGEST + " characters. It is taken as it is: there are no wildcards.");
        }
        if (identifier.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("An identifier has no control characters.");
        }
        return identifier;
    }
}
