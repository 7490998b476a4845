package dev.andon.monitor.asset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class StyleSheetTest {

    @Test
    void comments_and_blanks_go_and_meaning_stays() {
        assertThat(
                        StyleSheet.minified(
                                "/* a */ a:hover ,\n b { color : red; margin: 0 auto; }  :is(p, q) > i { top: calc(1px + 2px); }"))
                .isEqualTo("a:hover,b{color : red;margin:0 auto}:is(p,q)>i{top:calc(1px + 2px)}");
    }

    @Test
    void the_style_sheet_fits_its_budget() throws Exception {
        StringBuilder css = new StringBuilder();
        for (String name : new String[] {"tokens", "components", "pages"}) {
            try (var in = getClass().getResourceAsStream("/assets/" + name + ".css")) {
                css.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        byte[] bytes = StyleSheet.minified(css.toString()).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        assertThat(bytes.length).isLessThan(44 * 1024);
        assertThat(zipped.size()).isLessThan(11_000);
    }
}
