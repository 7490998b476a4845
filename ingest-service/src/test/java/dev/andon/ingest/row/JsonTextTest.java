package dev.andon.ingest.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void every_character_comes_back_but_nul() throws Exception {
        StringBuilder all = new StringBuilder();
        for (char unit = 1; unit < 0x300; unit++) {
            all.append(unit);
        }

        assertThat(new ObjectMapper().readValue(json(all.toString()), String.class))
                .isEqualTo(all.toString());
        assertThat(json("a\nb\tc")).isEqualTo("\"a\\nb\\tc\"");
    }

    @Test
    void a_million_control_characters_leave_no_garbage() {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String text = "\u0001".repeat(1 << 20);
        RowBuffer out = new RowBuffer(8 << 20);

        long before = thread.getCurrentThreadAllocatedBytes();
        JsonText.string(out, text);
        long garbage = thread.getCurrentThreadAllocatedBytes() - before;

        assertThat(out.size()).isEqualTo(2 + 6 * (1 << 20));
        assertThat(garbage).isLessThan(1 << 20);
    }

    private static String json(String text) {
        RowBuffer out = new RowBuffer(256);
        JsonText.string(out, text);
        return new String(out.bytes(), 0, out.size(), StandardCharsets.UTF_8);
    }
}
