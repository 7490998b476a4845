package dev.andon.local.kubernetes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is in {@code k8s/}, read into the types of the Kubernetes API; a field that these do not know is an error. */
final class Manifests {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path FOLDER = ROOT.resolve("k8s");

    private static final Map<String, Class<? extends HasMetadata>> TYPES = Stream.of(
                    Namespace.class,
                    ServiceAccount.class,
                    ConfigMap.class,
                    Secret.class,
                    Service.class,
                    Deployment.class,
                    StatefulSet.class,
                    Job.class,
                    CronJob.class,
                    NetworkPolicy.class,
                    PodDisruptionBudget.class)
            .collect(Collectors.toMap(HasMetadata::getKind, Function.identity()));

    private static final ObjectMapper STRICT = new ObjectMapper(YAMLFactory.builder()
                    .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            // The types would keep what they do not know; here nothing is to be kept.
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    private Manifests() {}

    /** Every resource of a text of YAML documents. */
    static List<HasMetadata> parse(String yaml) throws IOException {
        List<HasMetadata> resources = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                STRICT.readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNext()) {
                resources.add(resource(documents.next()));
            }
        }
        return resources;
    }

    private static HasMetadata resource(JsonNode document) throws IOException {
        String kind = document.path("kind").asText();
        Class<? extends HasMetadata> type = TYPES.get(kind);
        if (type == null) {
            throw new IOException("No type for kind \"" + kind + "\"");
        }
        String version = document.path("apiVersion").asText();
        if (!version.equals(HasMetadata.getApiVersion(type))) {
            throw new IOException(kind + " is of " + HasMetadata.getApiVersion(type) + ", not of " + version);
        }
        return STRICT.treeToValue(document, type);
    }

    /** A file as it is, for kustomizations. */
    static JsonNode tree(Path file) {
        try {
            return STRICT.readTree(read(file));
        } catch (IOException malformed) {
            throw new UncheckedIOException(file + ": " + malformed.getMessage(), malformed);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** Every file below {@code k8s/} that a kustomization may list. */
    static List<Path> files() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
