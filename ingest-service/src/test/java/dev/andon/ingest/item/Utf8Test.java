package dev.andon.ingest.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
    @Test
    void what_is_utf8_is_itself_with_replacement_characters_that_were_sent() throws CharacterCodingException {
        String text = "grün \uFFFD 😀 ".repeat(2_000);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(Utf8.text(bytes, 0, bytes.length)).isEqualTo(text);
        assertThat(Utf8.text(bytes, bytes.length, bytes.length)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "6162ff, 'Byte 3 (0xff)'",
        "c328, 'Byte 1 (0xc3)'",
        "61eda080, 'Byte 2 (0xed)'",
        "61e282, 'Byte 2 (0xe2)'"
    })
    void the_first_byte_that_is_not_is_named(String hex, String place) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> Utf8.text(bytes, 0, bytes.length))
                .isInstanceOf(CharacterCodingException.class)
                .hasMessageStartingWith(place);
    }

    @ParameterizedTest
    @CsvSource({"efbbbf7b, 3", "efbbbf, 3", "efbb, 0", "7b, 0", "'', 0"})
    void a_byte_order_mark_is_passed_over(String hex, int start) {
        assertThat(Utf8.start(HexFormat.of().parseHex(hex))).isEqualTo(start);
    }
}
