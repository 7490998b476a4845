package dev.andon.local.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's modules as the build left them. */
final class Modules {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final List<String> SERVICES = List.of("ingest", "analyzer", "monitor");
    static final JavaClasses CLASSES = classes();

    private Modules() {}

    /** Every Java file that ships in a module. */
    static List<Path> sources(String module) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static JavaClasses classes() {
        List<Path> folders = Stream.concat(
                        Stream.of("common", "local"), SERVICES.stream().map(name -> name + "-service"))
                .map(module -> ROOT.resolve(module).resolve("target/classes"))
                .toList();
        assertThat(folders)
                .as("build all modules first: ./mvnw -Dquick package")
                .allMatch(Files::isDirectory);
        return new ClassFileImporter().importPaths(folders);
    }
}
