package dev.andon.local.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder that {@code kubectl kustomize} renders. */
record Kustomization(Path folder) {
    static final Kustomization BASE = new Kustomization(Manifests.FOLDER.resolve("base"));
    static final Kustomization LOCAL = new Kustomization(Manifests.FOLDER.resolve("overlays/local"));

    /** What the folder lists, files and folders. */
    List<Path> listed() {
        List<Path> listed = new ArrayList<>();
        tree().path("resources")
                .forEach(name -> listed.add(folder.resolve(name.asText()).normalize()));
        return listed;
    }

    /** Files that become ConfigMaps. */
    List<Path> generatedFrom() {
        List<Path> files = new ArrayList<>();
        tree().path("configMapGenerator")
                .forEach(
                        generator -> generator.path("files").forEach(name -> files.add(folder.resolve(name.asText()))));
        return files;
    }

    /** As rendered, or, where there is no kubectl, as the listed files say, without patches. */
    List<HasMetadata> resources() {
        try {
            Optional<String> rendered = rendered();
            return rendered.isPresent() ? Manifests.parse(rendered.get()) : written();
        } catch (IOException cannot) {
            throw new UncheckedIOException(folder + ": " + cannot.getMessage(), cannot);
        }
    }

    /** What {@code kubectl kustomize} prints; empty where there is no kubectl. */
    Optional<String> rendered() throws IOException {
        Optional<Path> kubectl = Stream.of(System.getenv("PATH").split(":"))
                .map(path -> Path.of(path, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
        if (kubectl.isEmpty()) {
            return Optional.empty();
        }
        Process process = new ProcessBuilder(kubectl.get().toString(), "kustomize", folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(output);
        }
        return Optional.of(output);
    }

    /** Every resource of the listed files and folders, without patches. */
    List<HasMetadata> written() throws IOException {
        List<HasMetadata> all = new ArrayList<>();
        for (Path listed : listed()) {
            all.addAll(
                    Files.isDirectory(listed)
                            ? new Kustomization(listed).written()
                            : Manifests.parse(Manifests.read(listed)));
        }
        tree().path("configMapGenerator")
                .forEach(generator -> all.add(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(generator.path("name").asText())
                        .endMetadata()
                        .addToData(
                                Path.of(generator.path("files").path(0).asText())
                                        .getFileName()
                                        .toString(),
                                "")
                        .build()));
        tree().path("images")
                .forEach(image -> tag(
                        all, image.path("name").asText(), image.path("newTag").asText()));
        return all;
    }

    private static void tag(List<HasMetadata> resources, String image, String tag) {
        Workload.of(resources).stream()
                .map(Workload::container)
                .filter(container ->
                        container.getImage().replaceFirst(":.*", "").equals(image))
                .forEach(container -> container.setImage(image + ":" + tag));
    }

    private JsonNode tree() {
        return Manifests.tree(folder.resolve("kustomization.yaml"));
    }
}
