package dev.andon.local.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code .env.example} names every setting of the services and none that does not exist. */
class SettingsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINE = Pattern.compile("^#? ?([A-Z][A-Z0-9_]+)=", Pattern.MULTILINE);
    private static final Pattern VALUE = Pattern.compile("^#? ?([A-Z][A-Z0-9_]+)=(.*)$", Pattern.MULTILINE);
    private static final Pattern DEFAULT =
            Pattern.compile("@WithDefault\\(\"(.*)\"\\)\\s+([A-Za-z<>.]+) ([a-z][A-Za-z]*)\\(\\);");
    private static final Pattern OTHER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+):(.*)}");
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([a-z.-]+)\"\\)");
    // A method without parameters and without a body, in an interface of settings.
    private static final Pattern KEY =
            Pattern.compile("^    [A-Z]?[A-Za-z<>.]+ ([a-z][A-Za-z]*)\\(\\);", Pattern.MULTILINE);
    private static final Pattern FALLBACK = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)[:}]");
    private static final Pattern README_ROW = Pattern.compile("^\\| `([A-Z][A-Z0-9_]+)`", Pattern.MULTILINE);

    @Test
    void the_example_names_every_setting() throws IOException {
        assertThat(example()).containsAll(settings());
    }

    @Test
    void the_example_names_no_setting_that_nothing_reads() throws IOException {
        String sources = allSources();
        Set<String> settings = settings();

        assertThat(example())
                .allSatisfy(name -> assertThat(settings.contains(name)
                                || sources.contains('"' + name + '"')
                                || sources.contains("${" + name)
                                || name.matches("ANDON_(INGEST|ANALYZER|MONITOR)_JAVA_OPTS|QUARKUS_[A-Z_]+"))
                        .as(name)
                        .isTrue());
    }

    @Test
    void the_example_shows_the_defaults_that_the_code_has() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        VALUE.matcher(Files.readString(ROOT.resolve(".env.example")))
                .results()
                .forEach(line -> shown.put(line.group(1), line.group(2)));

        Map<String, String> defaults = defaults();
        // Where none is the default, the example shows what one looks like.
        defaults.values().removeIf(String::isEmpty);

        assertThat(defaults)
                .isNotEmpty()
                .allSatisfy((name, value) -> assertThat(shown).containsEntry(name, value));
    }

    @Test
    void every_number_duration_and_size_is_held_to_bounds_at_the_start() throws IOException {
        String sources = allSources();

        assertThat(bounded())
                .isNotEmpty()
                .allSatisfy(key -> assertThat(sources)
                        .as("a Bounds.check of " + key + " in the service's start")
                        .contains('"' + key));
    }

    @Test
    void the_readme_names_settings_of_the_example() throws IOException {
        assertThat(example()).containsAll(matches(README_ROW, Files.readString(ROOT.resolve("README.md"))));
    }

    private static Set<String> example() throws IOException {
        return matches(LINE, Files.readString(ROOT.resolve(".env.example")));
    }

    private static Set<String> settings() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            Matcher mapping = MAPPING.matcher(text);
            if (mapping.find()) {
                matches(KEY, text).forEach(method -> names.add(variable(mapping.group(1), method)));
                names.addAll(matches(FALLBACK, text));
            }
        }
        return names;
    }

    /** Variables with the defaults of the code, also those that another variable sets. */
    private static Map<String, String> defaults() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            Matcher mapping = MAPPING.matcher(text);
            if (mapping.find()) {
                DEFAULT.matcher(text).results().forEach(key -> {
                    Matcher other = OTHER.matcher(key.group(1));
                    String value = other.matches() ? other.group(2) : key.group(1);
                    defaults.put(variable(mapping.group(1), key.group(3)), value);
                    if (other.matches()) {
                        defaults.put(other.group(1), value);
                    }
                });
            }
        }
        return defaults;
    }

    /** Keys of settings that can be too small or too large. */
    private static Set<String> bounded() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            Matcher mapping = MAPPING.matcher(text);
            if (mapping.find()) {
                DEFAULT.matcher(text)
                        .results()
                        .filter(key -> key.group(2).matches("int|long|Duration|MemorySize")
                                || key.group(3).matches(".*[eE]very"))
                        .forEach(key -> keys.add(mapping.group(1) + "."
                                + key.group(3).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)));
            }
        }
        return keys;
    }

    private static String variable(String prefix, String method) {
        return prefix.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")
                + "_"
                + method.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    private static String allSources() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path source : sources()) {
            text.append(Files.readString(source));
        }
        return text.toString();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Stream.of("common", "ingest-service", "analyzer-service", "monitor-service", "local")
                .flatMap(SettingsTest::mainFiles)) {
            return files.toList();
        }
    }

    private static Stream<Path> mainFiles(String module) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
            return files.filter(file -> file.toString().matches(".*\\.(java|properties)")).toList().stream();
        } catch (IOException cannot) {
            throw new java.io.UncheckedIOException(cannot);
        }
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
