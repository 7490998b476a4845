package dev.andon.local.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Something that makes pods, of whatever kind. */
record Workload(HasMetadata resource, PodTemplateSpec template) {

    /** Every workload of some resources. */
    static List<Workload> of(List<HasMetadata> resources) {
        return resources.stream().flatMap(Workload::from).toList();
    }

    private static Stream<Workload> from(HasMetadata resource) {
        return switch (resource) {
            case Deployment it -> Stream.of(new Workload(it, it.getSpec().getTemplate()));
            case StatefulSet it -> Stream.of(new Workload(it, it.getSpec().getTemplate()));
            case Job it -> Stream.of(new Workload(it, it.getSpec().getTemplate()));
            case CronJob it ->
                Stream.of(
                        new Workload(it, it.getSpec().getJobTemplate().getSpec().getTemplate()));
            default -> Stream.empty();
        };
    }

    String name() {
        return resource.getMetadata().getName();
    }

    PodSpec pod() {
        return template.getSpec();
    }

    Container container() {
        return pod().getContainers().get(0);
    }

    /** Serves for as long as it is let. */
    boolean isServer() {
        return resource instanceof Deployment || resource instanceof StatefulSet;
    }

    /** Which of our services it runs; empty for images of others. */
    Optional<String> service() {
        String image = container().getImage();
        return image.startsWith("andon/")
                ? Optional.of(image.substring("andon/".length()).replaceFirst(":.*", ""))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return resource.getKind() + " " + name();
    }
}
