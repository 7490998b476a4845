package dev.andon.common.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What names a person in a text and what does not, by the function that erasure, verification and export share. */
class GdprMatchingTest {
    private static final TestDatabase DATABASE = PostgresServer.freshDatabase();

    private static final String REDACTED =
            "SELECT gdpr_redacted(?::text, gdpr_pattern(?), ?, '#'), lower(?) LIKE ANY (gdpr_needles(?))";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "alice@example.com | write to Alice@Example.COM. | write to #.",
                "alice@example.com | <alice@example.com> | <#>",
                "alice@example.com | mailto%3Aalice%40example.com%2C | mailto%3A#%2C",
                "al+x@example.com | al%2Bx%40example.com al+x@example.com | # #",
                "u-77 | user u-77, u-77. | user #, #.",
                "u-77 | /users/u-77/orders?u=u-77&x | /users/#/orders?u=#&x",
                "DOM\\al | as DOM\\al now | as # now",
                "a.b*c | a.b*c axbc | # axbc",
                "müller | frau müller! | frau #!",
                "müller | frau m\\u00fcller, m\\u00FCller, /m%C3%BCller | frau #, #, /#",
                "rené@example.com | REN\\u00C9@example.com | #",
                "al𝒳x1 | al\\ud835\\udcb3x1 | #",
                "u-77 | {\"text\": \"a\\nu-77\\tu-77\"} | {\"text\": \"a\\n#\\t#\"}",
                "alice@example.com | A \\u003calice@example.com\\u003e | A \\u003c#\\u003e",
            })
    void it_is_found_as_a_word_of_its_own(String identifier, String text, String expected) throws SQLException {
        assertThat(redacted(identifier, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.com, malice@example.com",
        "alice@example.com, alice@example.com.au",
        "alice@example.com, x.alice@example.com",
        "alice@example.com, bob+alice@example.com",
        "alice, alice@example.com",
        "u-77, u-770",
        "u-77, xu-77",
        "u-77, u-77-b",
        "u-77, a_u-77",
        "u-77, U-77",
        "u-77, u-77\\u00e9",
        "%%%abc, xyzabc",
        "abc_ef, abcdef",
    })
    void a_longer_word_is_somebody_else(String identifier, String text) throws SQLException {
        assertThat(redacted(identifier, text)).isEqualTo(text);
    }

    @Test
    void json_is_searched_at_any_depth_keys_and_numbers_included() {
        assertThat(DATABASE.text("""
                SELECT gdpr_redacted('{"a": ["x u-77", {"u-77": [1, "u-77"]}], "n": 123456, "k": 77, "s": null}'::jsonb,
                                     gdpr_pattern(ARRAY['u-77']), ARRAY['u-77', '123456', '77'], '#')
                """))
                .isEqualTo("{\"a\": [\"x #\", {\"#\": [1, \"#\"]}], \"k\": 77, \"n\": \"#\", \"s\": null}");
    }

    @Test
    void of_the_attributes_of_a_persons_span_what_is_technical_stays() {
        assertThat(DATABASE.text("""
                SELECT gdpr_reduced('{"gen_ai.request.model": "gpt", "gen_ai.usage.input_tokens": 3, "prompt": "hi", "user.id": "u-77",
                                      "http.route": "/users/u-77", "gen_ai.tool.name": {"deep": "x"}}'::jsonb,
                                    gdpr_pattern(ARRAY['u-77']), ARRAY['u-77'], '#')
                """))
                .isEqualTo(
                        "{\"http.route\": \"/users/#\", \"gen_ai.request.model\": \"gpt\", \"gen_ai.usage.input_tokens\": 3}");
    }

    private static String redacted(String identifier, String text) throws SQLException {
        try (Connection connection = DATABASE.connect();
                PreparedStatement statement = connection.prepareStatement(REDACTED)) {
            Object[] words = List.of(identifier).toArray();
            statement.setString(1, text);
            statement.setArray(2, connection.createArrayOf("text", words));
            statement.setArray(3, connection.createArrayOf("text", words));
            statement.setString(4, text);
            statement.setArray(5, connection.createArrayOf("text", words));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String redacted = row.getString(1);
                assertThat(redacted.equals(text) || row.getBoolean(2))
                        .as("what the pattern finds, the needles find")
                        .isTrue();
                return redacted;
            }
        }
    }
}
