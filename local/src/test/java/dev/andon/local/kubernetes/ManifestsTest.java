package dev.andon.local.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every manifest is of the Kubernetes API, without a field that it does not know, and every one is listed. */
class ManifestsTest {
    static final List<Kustomization> KUSTOMIZATIONS = List.of(Kustomization.BASE, Kustomization.LOCAL);
    static final List<Path> FILES = Manifests.files();

    @ParameterizedTest
    @FieldSource("FILES")
    void a_file_has_no_field_that_the_api_does_not_know(Path file) throws Exception {
        assertThat(Manifests.parse(Manifests.read(file)))
                .isNotEmpty()
                .allSatisfy(
                        resource -> assertThat(resource.getMetadata().getName()).isNotBlank());
    }

    @Test
    void a_misspelt_field_is_refused() {
        assertThatThrownBy(() -> Manifests.parse("""
                        apiVersion: v1
                        kind: Service
                        metadata:
                          name: ingest
                        spec:
                          selektor: {}
                        """)).hasMessageContaining("selektor");
    }

    @Test
    void a_kind_of_another_version_is_refused() {
        assertThatThrownBy(() -> Manifests.parse("""
                        apiVersion: batch/v1beta1
                        kind: CronJob
                        metadata:
                          name: checks
                        """)).hasMessageContaining("batch/v1");
    }

    @ParameterizedTest
    @FieldSource("KUSTOMIZATIONS")
    void a_kustomization_lists_what_exists(Kustomization kustomization) {
        assertThat(kustomization.listed())
                .isNotEmpty()
                .allSatisfy(listed -> assertThat(listed).exists());
        assertThat(kustomization.generatedFrom())
                .allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void every_manifest_is_listed_but_the_example_of_secrets() {
        Set<Path> listed = new HashSet<>();
        KUSTOMIZATIONS.forEach(kustomization -> listed.addAll(kustomization.listed()));

        assertThat(FILES)
                .filteredOn(file -> !listed.contains(file))
                .singleElement()
                .satisfies(example -> assertThat(example).hasFileName("secrets.example.yaml"));
    }

    @ParameterizedTest
    @FieldSource("KUSTOMIZATIONS")
    void kubectl_renders_what_the_api_knows(Kustomization kustomization) throws Exception {
        Optional<String> rendered = kustomization.rendered();
        assumeTrue(rendered.isPresent(), "NOTICE: there is no kubectl, so nothing was rendered");

        List<HasMetadata> resources = Manifests.parse(rendered.get());

        assertThat(resources).filteredOn(Deployment.class::isInstance).hasSize(3);
        assertThat(resources)
                .filteredOn(resource -> !resource.getKind().equals("Namespace"))
                .allSatisfy(resource ->
                        assertThat(resource.getMetadata().getNamespace()).isEqualTo("andon"));
    }

    @ParameterizedTest
    @FieldSource("KUSTOMIZATIONS")
    void without_kubectl_the_same_resources_are_looked_at(Kustomization kustomization) throws Exception {
        Optional<String> rendered = kustomization.rendered();
        assumeTrue(rendered.isPresent(), "NOTICE: there is no kubectl, so nothing was rendered");

        assertThat(kustomization.written())
                .extracting(ManifestsTest::name)
                .containsExactlyInAnyOrderElementsOf(Manifests.parse(rendered.get()).stream()
                        .map(ManifestsTest::name)
                        .toList());
    }

    @Test
    void each_service_has_an_image_that_runs_as_nobody_in_particular() {
        assertThat(List.of("ingest", "analyzer", "monitor")).allSatisfy(service -> {
            Path file = Manifests.ROOT.resolve(service + "-service/src/main/docker/Dockerfile");
            assertThat(Files.exists(file)).as(file.toString()).isTrue();
            assertThat(Manifests.read(file)).contains("USER 10001:10001").contains("COPY target/quarkus-app/");
        });
    }

    /** Kind and name, without the hash that kustomize adds to what it generates. */
    private static String name(HasMetadata resource) {
        return resource.getKind() + " " + resource.getMetadata().getName().replaceFirst("-[a-z0-9]{10}$", "");
    }
}
