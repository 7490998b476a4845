package dev.andon.monitor.asset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.monitor.testing.Colour;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The colours of the tokens, in both themes, by the rules of the style guide: text reads, marks show, span types stay apart. */
class TokensTest {
    private static final Pattern PAIR =
            Pattern.compile("--([a-z0-9-]+):\\s*light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)");
    private static final List<String> GROUNDS = List.of("canvas", "surface", "raised", "sunken", "hover", "selected");
    private static final List<String> TEXTS =
            List.of("ink", "ink-2", "ink-3", "accent", "ok", "warn", "bad", "info", "idle", "c-now", "c-limit");
    private static final List<String> MARKS = List.of(
            "edge",
            "accent",
            "accent-fill",
            "ok-fill",
            "warn-fill",
            "bad-fill",
            "info-fill",
            "idle-fill",
            "c-now",
            "c-then",
            "c-limit");

    private enum Theme {
        LIGHT,
        DARK
    }

    @ParameterizedTest
    @EnumSource
    void text_reads_on_every_ground(Theme theme) {
        Map<String, Colour> colours = colours(theme);
        List<String> grounds = new ArrayList<>(GROUNDS);
        colours.keySet().stream().filter(name -> name.endsWith("-soft")).forEach(grounds::add);
        assertThat(grounds).hasSizeGreaterThan(GROUNDS.size() + 4);
        assertThat(below(colours, TEXTS, grounds, 4.5)).isEmpty();
        assertThat(below(colours, List.of("on-fill"), List.of("accent-fill"), 4.5))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void marks_lines_of_controls_and_the_focus_ring_show_on_every_ground(Theme theme) {
        Map<String, Colour> colours = colours(theme);
        List<String> marks = new ArrayList<>(MARKS);
        marks.addAll(spanTypes(colours));
        assertThat(below(colours, marks, GROUNDS, 3)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void span_types_stay_apart_whatever_cones_an_eye_has(Theme theme) {
        Map<String, Colour> colours = colours(theme);
        List<String> types = spanTypes(colours);
        assertThat(types).hasSize(7);
        List<String> close = new ArrayList<>();
        for (Colour.Sight sight : Colour.Sight.values()) {
            for (int i = 0; i < types.size(); i++) {
                for (String other : types.subList(i + 1, types.size())) {
                    double distance = colours.get(types.get(i)).distance(colours.get(other), sight);
                    if (distance < 8) {
                        close.add(String.format(Locale.ROOT, "%s %s %s %.1f", sight, types.get(i), other, distance));
                    }
                }
            }
        }
        assertThat(close).isEmpty();
    }

    @Test
    void the_measures_know_their_reference_values() {
        assertThat(Colour.of("#ffffff").contrast(Colour.of("#000000"))).isEqualTo(21);
        assertThat(Colour.of("#777777").contrast(Colour.of("#ffffff"))).isBetween(4.47, 4.49);
        assertThat(Colour.of("#ffffff").distance(Colour.of("#000000"), Colour.Sight.NORMAL))
                .isBetween(99.9, 100.1);
        assertThat(Colour.of("#a00000").distance(Colour.of("#505000"), Colour.Sight.DEUTAN))
                .isLessThan(Colour.of("#a00000").distance(Colour.of("#505000"), Colour.Sight.NORMAL) / 2);
    }

    private static List<String> below(
            Map<String, Colour> colours, List<String> names, List<String> grounds, double least) {
        List<String> below = new ArrayList<>();
        for (String name : names) {
            for (String ground : grounds) {
                double contrast = colours.get(name).contrast(colours.get(ground));
                if (contrast < least) {
                    below.add(String.format(Locale.ROOT, "%s on %s %.2f", name, ground, contrast));
                }
            }
        }
        return below;
    }

    private static List<String> spanTypes(Map<String, Colour> colours) {
        return colours.keySet().stream()
                .filter(name -> name.startsWith("k-"))
                .sorted()
                .toList();
    }

    private static Map<String, Colour> colours(Theme theme) {
        Map<String, Colour> colours = new HashMap<>();
        try (var in = TokensTest.class.getResourceAsStream("/assets/tokens.css")) {
            Matcher pair = PAIR.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (pair.find()) {
                colours.put(pair.group(1), Colour.of(pair.group(theme == Theme.LIGHT ? 2 : 3)));
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
        return colours;
    }
}
