package dev.andon.local.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house that bytecode can show, for all modules at once. */
class ArchitectureTest {

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "analyzer", "monitor"})
    void services_meet_in_tables_and_know_nothing_of_each_other(String service) {
        String[] others = Modules.SERVICES.stream()
                .filter(other -> !other.equals(service))
                .map(other -> "dev.andon." + other + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage("dev.andon." + service + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(others).or(resideInAnyPackage("dev.andon.local..")))
                .check(Modules.CLASSES);
    }

    @Test
    void common_knows_no_service() {
        noClasses()
                .that()
                .resideInAPackage("dev.andon.common..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.andon.ingest..", "dev.andon.analyzer..", "dev.andon.monitor..", "dev.andon.local..")
                .check(Modules.CLASSES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.andon.common.histogram",
                "dev.andon.common.trace",
                "dev.andon.ingest.normalise",
                "dev.andon.analyzer.rollup",
                "dev.andon.analyzer.baseline",
                "dev.andon.analyzer.bottleneck",
            })
    void algorithms_are_values_in_and_values_out(String pure) {
        classes()
                .that()
                .resideInAPackage(pure)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        pure,
                        "java..",
                        "dev.andon.common.histogram",
                        "dev.andon.common.trace",
                        "dev.andon.analyzer.baseline")
                .allowEmptyShould(true)
                .check(Modules.CLASSES);
    }

    @Test
    void only_repositories_speak_to_the_database() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.andon.ingest..", "dev.andon.analyzer..", "dev.andon.monitor..")
                .and()
                .haveSimpleNameNotContaining("Repository")
                .and()
                .haveSimpleNameNotContaining("SpanStore")
                .and()
                .haveSimpleNameNotContaining("SpanReader")
                .and()
                .doNotHaveSimpleName("SqlState")
                .and()
                .resideOutsideOfPackage("dev.andon.monitor.store")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..sqlclient..", "io.vertx..pgclient..", "org.postgresql..")
                .check(Modules.CLASSES);
    }

    @Test
    void time_is_injected() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(Modules.CLASSES);
    }

    @Test
    void nothing_sleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .check(Modules.CLASSES);
    }

    @Test
    void nothing_prints_to_standard_output_behind_the_command_line() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.andon.common.cli")
                .should()
                .accessField(System.class, "out")
                .check(Modules.CLASSES);
    }

    @Test
    void packages_are_named_for_what_they_do() {
        List<String> empty = List.of("util", "utils", "helper", "helpers", "impl", "manager", "misc", "dto");
        noClasses()
                .that(alwaysTrue())
                .should()
                .resideInAnyPackage(
                        empty.stream().map(name -> "dev.andon.." + name + "..").toArray(String[]::new))
                .check(Modules.CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "ingest", "analyzer", "monitor", "local"})
    void features_form_no_cycle(String module) {
        slices().matching("dev.andon." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(Modules.CLASSES);
    }
}
