package dev.andon.monitor.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0 s",
                "0.04|< 0.1 ms",
                "4.23|4.2 ms",
                "9.96|10 ms",
                "310.4|310 ms",
                "999.6|1.00 s",
                "1240|1.24 s",
                "9996|10.0 s",
                "41600|41.6 s",
                "59960|1 min",
                "60000|1 min",
                "130000|2 min 10 s",
                "3599800|1 h",
                "39960000|11 h 6 min",
                "86390000|1 d",
                "356400000|4 d 3 h",
                "-31000|−31.0 s"
            })
    void durations_have_three_digits_and_the_unit_that_fits(double ms, String text) {
        assertThat(Numbers.duration(ms)).isEqualTo(nbsp(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7|7",
                "1186|1 186",
                "84210|84 210",
                "120000|0.12 M",
                "48210000|48.2 M",
                "3100000000|3.10 G",
                "-1204|−1 204"
            })
    void counts_are_in_full_up_to_five_digits(long count, String text) {
        assertThat(Numbers.count(count)).isEqualTo(nbsp(text));
    }

    @Test
    void what_is_not_known_is_a_dash_and_never_zero() {
        assertThat(Numbers.duration(null)).isEqualTo("–");
        assertThat(Numbers.count(null)).isEqualTo("–");
        assertThat(Numbers.ratio(Double.NaN)).isEqualTo("–");
        assertThat(Numbers.percent(null)).isEqualTo("–");
        assertThat(Numbers.durationRange(1.0, null)).isEqualTo("–");
    }

    @Test
    void a_range_says_its_unit_once_where_it_can() {
        assertThat(Numbers.durationRange(39_800.0, 43_100.0)).isEqualTo(nbsp("39.8 – 43.1 s"));
        assertThat(Numbers.durationRange(900.0, 1_200.0)).isEqualTo(nbsp("900 ms – 1.20 s"));
        assertThat(Numbers.durationRange(61_000.0, 122_000.0)).isEqualTo(nbsp("1 min 1 s – 2 min 2 s"));
    }

    @Test
    void ratios_changes_and_shares_carry_their_sign() {
        assertThat(Numbers.ratio(8.32)).isEqualTo(nbsp("8.3 ×"));
        assertThat(Numbers.ratio(12.4)).isEqualTo(nbsp("12 ×"));
        assertThat(Numbers.change(0.22)).isEqualTo(nbsp("+22 %"));
        assertThat(Numbers.change(-0.041)).isEqualTo(nbsp("−4 %"));
        assertThat(Numbers.percent(0.0213)).isEqualTo(nbsp("2.1 %"));
        assertThat(Numbers.percent(0.87)).isEqualTo(nbsp("87 %"));
        assertThat(Numbers.durationChange(31_000.0)).isEqualTo(nbsp("+31.0 s"));
    }

    @Test
    void confidence_is_never_rounded_up_to_certainty() {
        assertThat(Numbers.confidence(0.99999)).isEqualTo(nbsp("99.9 %"));
        assertThat(Numbers.confidence(1.0)).isEqualTo(nbsp("99.9 %"));
        assertThat(Numbers.confidence(0.9879)).isEqualTo(nbsp("98.7 %"));
    }

    private static String nbsp(String text) {
        return text.replace(' ', '\u00a0');
    }
}
