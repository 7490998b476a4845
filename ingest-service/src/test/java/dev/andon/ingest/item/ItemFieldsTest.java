package dev.andon.ingest.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemFieldsTest {
    @ParameterizedTest
    @ValueSource(strings = {"1e600000000", "1e-600000000", "-1e600000000", "0", "1e19"})
    void a_number_that_is_no_time_is_refused_at_once(String number) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> Assertions.assertThatThrownBy(() -> fields(number).nanos("start_time"))
                        .isInstanceOfSatisfying(
                                InvalidItemException.class,
                                invalid -> assertThat(invalid.field()).isEqualTo("start_time")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1772366400", "1772366400000", "1772366400000000", "1772366400000000000", "1.7723664E9"})
    void numbers_are_seconds_milliseconds_microseconds_or_nanoseconds_by_their_size(String number) throws Exception {
        assertThat(fields(number).nanos("start_time")).isEqualTo(1_772_366_400_000_000_000L);
    }

    private static ItemFields fields(String number) throws InvalidItemException {
        return new ItemFields(JsonNodeFactory.instance.objectNode().put("start_time", new BigDecimal(number)));
    }
}
