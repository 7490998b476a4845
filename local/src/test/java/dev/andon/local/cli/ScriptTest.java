package dev.andon.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script itself, in a checkout whose services are stand-ins that print what they are given and whose build fails. */
class ScriptTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void checkout() throws IOException {
        Files.copy(Path.of("..", "andon"), home.resolve("andon"));
        script("mvnw", "#!/bin/sh\necho '[ERROR] no compiler today'\nexit 1\n");
        jar("local/target/lib/andon-local.jar", Main.class.getName());
        for (String service : List.of("ingest", "analyzer", "monitor")) {
            jar(service + "-service/target/quarkus-app/quarkus-run.jar", EchoMain.class.getName());
        }
    }

    private record Ended(int code, String out, String err) {}

    @Test
    void without_a_command_it_says_which_there_are() throws Exception {
        for (String[] arguments : new String[][] {{}, {"help"}, {"--help"}, {"-h"}, {"help", "test"}}) {
            Ended help = andon(arguments);
            assertThat(help.code()).isZero();
            assertThat(help.out()).startsWith("Usage: ./andon COMMAND").contains("Exit codes: 0 done");
            assertThat(help.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "UP", "--nonsense", "help nonsense", "help --nonsense"})
    void an_unknown_command_is_wrong_usage(String line) throws Exception {
        Ended unknown = andon(line.split(" "));

        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err()).startsWith("andon: unknown command ").contains("Usage: ./andon COMMAND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up --nonsense",
                "up nonsense",
                "up --data-dir",
                "up --port-base",
                "up --port-base abc",
                "up --port-base 70000",
                "up --port-base -1",
                "up --detach --port-base 65533",
                "up --database-url",
                "down --nonsense",
                "status --data-dir",
                "env nonsense",
                "psql -c",
                "bench nonsense",
                "bench --output"
            })
    void a_wrong_option_is_wrong_usage_and_says_how_it_is_right(String line) throws Exception {
        Ended wrong = andon(line.split(" "));

        assertThat(wrong.code()).as(wrong.err()).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).contains("Usage: ./andon " + line.split(" ")[0]).doesNotContain("Exception", "\tat ");
        assertThat(home.resolve(".andon")).doesNotExist();
    }

    @Test
    void a_data_folder_that_cannot_be_is_told_in_one_sentence() throws Exception {
        Path file = Files.createFile(home.resolve("file"));

        for (String[] up : new String[][] {{"up"}, {"up", "--detach"}}) {
            Ended failed = andon(Stream.concat(Arrays.stream(up), Stream.of("--no-demo", "--data-dir", file + "/data"))
                    .toArray(String[]::new));
            assertThat(failed.code()).isEqualTo(1);
            assertThat(failed.err().lines()).hasSize(1).first().asString().contains(file + "/data", "--data-dir");
        }
    }

    @Test
    void help_of_each_command_teaches_it() throws Exception {
        for (String command : List.of("up", "down", "status", "env", "psql", "bench")) {
            assertThat(andon("help", command).out()).startsWith("Usage: ./andon " + command);
            assertThat(andon(command, "--help").out()).startsWith("Usage: ./andon " + command);
        }
        assertThat(andon("help", "ingest", "import").out()).contains("arguments [import, --help]");
        assertThat(andon("analyzer").out()).contains("arguments [--help]");
    }

    @Test
    void a_service_gets_its_arguments_as_they_are_and_its_exit_code_is_the_scripts() throws Exception {
        environment.put("DATABASE_URL", "postgresql://own/db");

        Ended ended = andon("monitor", "keys", "a  b", "", "$(id)", "--exit=7");

        assertThat(ended.code()).isEqualTo(7);
        assertThat(ended.out())
                .contains("arguments [keys, a  b, , $(id), --exit=7]", "DATABASE_URL postgresql://own/db");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void a_service_runs_on_what_is_up_unless_the_environment_names_another() throws Exception {
        Path data = Files.createDirectories(home.resolve("elsewhere"));
        Files.writeString(data.resolve("env"), "DATABASE_URL=postgresql://up/db?a=b=\nANDON_API_KEY=k==\nrm -rf=x\n");
        environment.put("ANDON_DATA_DIR", data.toString());

        assertThat(andon("ingest", "import").out())
                .contains("DATABASE_URL postgresql://up/db?a=b=", "ANDON_API_KEY k==");
        environment.put("DATABASE_URL", "postgresql://own/db");
        assertThat(andon("ingest", "import").out()).contains("DATABASE_URL postgresql://own/db", "ANDON_API_KEY k==");
    }

    @Test
    void a_service_without_a_database_is_told_of_up() throws Exception {
        assertThat(andon("analyzer", "analyze").err())
                .contains("nothing runs on " + home.toRealPath() + "/.andon", "./andon up", "ANDON_DATA_DIR");
        assertThat(andon("analyzer", "analyze", "--help").err()).isEmpty();
    }

    @Test
    void newer_sources_are_built_before_a_start_and_never_under_a_stack_that_runs() throws Exception {
        Path source = home.resolve("common/src/main/A.java");
        Files.createDirectories(source.getParent());
        Files.createFile(source);
        Files.setLastModifiedTime(
                home.resolve("local/target/lib/andon-local.jar"),
                FileTime.from(Instant.now().minusSeconds(60)));

        assertThat(andon("status").err()).doesNotContain("Building");
        assertThat(andon("down").code()).isZero();
        Ended up = andon("up", "--no-demo");
        assertThat(up.code()).isEqualTo(1);
        assertThat(up.err()).contains("Building Andon", "no compiler today", "the build failed; see .andon/build.log");
        assertThat(andon("monitor", "migrate").code()).isEqualTo(1);

        Files.writeString(home.resolve(".andon/env"), "DATABASE_URL=postgresql://up/db\n");
        Ended beside = andon("monitor", "migrate");
        assertThat(beside.code()).isZero();
        assertThat(beside.err()).contains("this is the last build").doesNotContain("Building");
    }

    @Test
    void it_finds_its_checkout_through_links_and_from_anywhere() throws Exception {
        Path link = Files.createSymbolicLink(home.resolve("link with blank"), home.resolve("andon"));

        assertThat(run(Path.of("/"), link.toString(), "nonsense").code()).isEqualTo(2);
        assertThat(run(Path.of("/"), link.toString(), "monitor", "--version").out())
                .contains("[--version]");
    }

    private Ended andon(String... arguments) throws IOException, InterruptedException {
        return run(
                home,
                Stream.concat(Stream.of(home.resolve("andon").toString()), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    private Ended run(Path folder, String... command) throws IOException, InterruptedException {
        File out = home.resolve("out.txt").toFile();
        File err = home.resolve("err.txt").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out)
                .redirectError(err);
        builder.environment().keySet().removeIf(name -> name.matches("DATABASE_URL|ANDON_.*"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
    }

    private void script(String name, String text) throws IOException {
        Path file = Files.writeString(home.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A jar that only leads to the classes of this test run. */
    private void jar(String name, String mainClass) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private static String classPath() {
        return Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
    }
}
