package dev.andon.local.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every pod is hardened, stops gracefully and is bounded; every job is complete. */
class PodPolicyTest {
    static final List<HasMetadata> RESOURCES = Kustomization.LOCAL.resources();
    static final List<Workload> WORKLOADS = Workload.of(RESOURCES);
    private static final long AS_REQUESTS_END_SECONDS = 10;

    @Test
    void the_namespace_refuses_pods_that_are_not_restricted() {
        assertThat(RESOURCES)
                .filteredOn(resource -> resource.getKind().equals("Namespace"))
                .singleElement()
                .extracting(namespace -> namespace.getMetadata().getLabels().get("pod-security.kubernetes.io/enforce"))
                .isEqualTo("restricted");
    }

    @ParameterizedTest
    @FieldSource("WORKLOADS")
    void a_pod_is_restricted(Workload workload) {
        PodSpec pod = workload.pod();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC())
                        .filter(Objects::nonNull))
                .isEmpty();
        assertThat(pod.getVolumes())
                .allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
        assertThat(pod.getContainers()).hasSize(1);
        assertThat(pod.getInitContainers()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("WORKLOADS")
    void a_container_can_neither_gain_rights_nor_write_to_its_image(Workload workload) {
        SecurityContext context = workload.container().getSecurityContext();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(context.getCapabilities().getAdd()).isEmpty();
        assertThat(context.getPrivileged()).isNull();
        assertThat(workload.container().getVolumeMounts())
                .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
        assertThat(workload.pod().getVolumes())
                .map(Volume::getEmptyDir)
                .filteredOn(Objects::nonNull)
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(folder.getSizeLimit()).isNotNull());
    }

    /** No limit of processor time: it slows starts down and protects nobody whom requests do not protect already. */
    @ParameterizedTest
    @FieldSource("WORKLOADS")
    void a_container_asks_for_what_it_may_take(Workload workload) {
        Map<String, Quantity> requests = workload.container().getResources().getRequests();
        Map<String, Quantity> limits = workload.container().getResources().getLimits();

        assertThat(requests).containsOnlyKeys("cpu", "memory", "ephemeral-storage");
        assertThat(limits).containsOnlyKeys("memory", "ephemeral-storage");
        assertThat(limits).allSatisfy((name, limit) -> assertThat(requests).containsEntry(name, limit));
    }

    @ParameterizedTest
    @FieldSource("WORKLOADS")
    void an_image_has_a_tag_that_does_not_move(Workload workload) {
        assertThat(workload.container().getImage())
                .matches("[a-z/]+:[A-Za-z0-9.-]+")
                .doesNotEndWith(":latest");
    }

    @ParameterizedTest
    @FieldSource("WORKLOADS")
    void a_server_has_three_probes_and_a_service_asks_each_its_own_question(Workload workload) {
        Container container = workload.container();
        List<Probe> probes = Stream.of(
                        container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                .filter(Objects::nonNull)
                .toList();

        assertThat(probes).hasSize(workload.isServer() ? 3 : 0);
        if (workload.isServer() && workload.service().isPresent()) {
            assertThat(probes)
                    .extracting(probe -> probe.getHttpGet().getPath())
                    .containsExactly("/q/health/started", "/q/health/live", "/q/health/ready");
        }
    }

    @ParameterizedTest
    @FieldSource("WORKLOADS")
    void a_service_has_time_to_end_its_requests(Workload workload) throws Exception {
        if (!workload.isServer() || workload.service().isEmpty()) {
            return;
        }
        Properties settings = new Properties();
        settings.load(new java.io.StringReader(Manifests.read(Manifests.ROOT.resolve(
                workload.service().get() + "-service/src/main/resources/application.properties"))));
        long requests =
                Long.parseLong(settings.getProperty("quarkus.shutdown.timeout").replace("s", ""));
        long before =
                workload.container().getLifecycle().getPreStop().getSleep().getSeconds();

        assertThat(workload.pod().getTerminationGracePeriodSeconds())
                .isGreaterThanOrEqualTo(before + requests + AS_REQUESTS_END_SECONDS);
    }

    @Test
    void no_service_account_has_a_token() {
        assertThat(RESOURCES)
                .filteredOn(ServiceAccount.class::isInstance)
                .isNotEmpty()
                .allSatisfy(account -> assertThat(((ServiceAccount) account).getAutomountServiceAccountToken())
                        .isFalse());
    }

    @Test
    void a_job_ends_and_goes() {
        assertThat(jobs()).isNotEmpty().allSatisfy(job -> {
            assertThat(job.getBackoffLimit()).isNotNull();
            assertThat(job.getActiveDeadlineSeconds()).isPositive();
            assertThat(job.getTtlSecondsAfterFinished()).isPositive();
            assertThat(job.getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
        });
    }

    @Test
    void a_cron_job_says_everything_that_the_api_would_guess() {
        assertThat(cronJobs())
                .extracting(CronJobSpec::getSchedule)
                .contains("0 4 * * *")
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(cronJobs()).allSatisfy(cron -> {
            assertThat(cron.getTimeZone()).isEqualTo("Etc/UTC");
            assertThat(cron.getConcurrencyPolicy()).isEqualTo("Forbid");
            // Without it, a hundred missed times stop a CronJob for good.
            assertThat(cron.getStartingDeadlineSeconds()).isPositive();
            assertThat(cron.getSuccessfulJobsHistoryLimit()).isPositive();
            assertThat(cron.getFailedJobsHistoryLimit()).isPositive();
            assertThat(cron.getSchedule()).matches("(\\S+ ){4}\\S+");
        });
    }

    private static List<CronJobSpec> cronJobs() {
        return RESOURCES.stream()
                .filter(CronJob.class::isInstance)
                .map(resource -> ((CronJob) resource).getSpec())
                .toList();
    }

    private static List<JobSpec> jobs() {
        return Stream.concat(
                        cronJobs().stream().map(cron -> cron.getJobTemplate().getSpec()),
                        RESOURCES.stream().filter(Job.class::isInstance).map(resource -> ((Job) resource).getSpec()))
                .toList();
    }
}
