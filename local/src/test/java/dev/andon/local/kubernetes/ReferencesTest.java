package dev.andon.local.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What manifests name exists: pods, ports, accounts, settings, keys of ConfigMaps and Secrets. */
class ReferencesTest {
    static final List<HasMetadata> RESOURCES = Kustomization.LOCAL.resources();
    static final List<Workload> WORKLOADS = Workload.of(RESOURCES);
    private static final Pattern SETTING = Pattern.compile("^#? ?([A-Z][A-Z0-9_]+)=", Pattern.MULTILINE);

    @Test
    void a_service_selects_a_workload_that_has_its_ports() {
        assertThat(only(Service.class)).hasSize(4).allSatisfy(service -> {
            Set<String> ports = selected(service.getSpec().getSelector())
                    .flatMap(workload -> workload.container().getPorts().stream())
                    .map(ContainerPort::getName)
                    .collect(Collectors.toSet());
            assertThat(service.getSpec().getPorts())
                    .extracting(ServicePort::getTargetPort)
                    .allSatisfy(port -> assertThat(ports).contains(port.getStrVal()));
        });
    }

    @Test
    void a_deployment_a_budget_and_a_policy_select_pods_that_exist() {
        Stream<LabelSelector> selectors = Stream.of(
                        only(Deployment.class).stream().map(it -> it.getSpec().getSelector()),
                        only(PodDisruptionBudget.class).stream()
                                .map(it -> it.getSpec().getSelector()),
                        only(NetworkPolicy.class).stream()
                                .map(it -> it.getSpec().getPodSelector()))
                .flatMap(each -> each);

        assertThat(selectors)
                .hasSizeGreaterThan(10)
                .allSatisfy(selector -> assertThat(selected(selector.getMatchLabels()))
                        .as(selector.getMatchLabels().toString())
                        .isNotEmpty());
    }

    @Test
    void a_policy_opens_ports_that_its_pods_have() {
        assertThat(only(NetworkPolicy.class)).allSatisfy(policy -> {
            Set<String> ports = selected(policy.getSpec().getPodSelector().getMatchLabels())
                    .flatMap(workload -> workload.container().getPorts().stream())
                    .map(ContainerPort::getName)
                    .collect(Collectors.toSet());
            assertThat(policy.getSpec().getIngress())
                    .allSatisfy(rule -> assertThat(rule.getPorts())
                            .allSatisfy(port ->
                                    assertThat(ports).contains(port.getPort().getStrVal())));
        });
    }

    @ParameterizedTest
    @FieldSource("WORKLOADS")
    void a_workload_has_an_account_that_exists(Workload workload) {
        assertThat(RESOURCES)
                .filteredOn(resource -> resource.getKind().equals("ServiceAccount"))
                .extracting(account -> account.getMetadata().getName())
                .contains(workload.pod().getServiceAccountName());
    }

    @ParameterizedTest
    @FieldSource("WORKLOADS")
    void ports_of_a_service_are_those_it_listens_on(Workload workload) throws Exception {
        if (!workload.isServer() || workload.service().isEmpty()) {
            return;
        }
        Properties settings = new Properties();
        settings.load(new StringReader(Manifests.read(Manifests.ROOT.resolve(
                workload.service().get() + "-service/src/main/resources/application.properties"))));
        Map<String, String> listened = Map.of("http", "quarkus.http.port", "grpc", "quarkus.grpc.server.port");

        assertThat(workload.container().getPorts())
                .isNotEmpty()
                .allSatisfy(port -> assertThat(port.getContainerPort().toString())
                        .isEqualTo(settings.getProperty(listened.get(port.getName()))));
    }

    @ParameterizedTest
    @FieldSource("WORKLOADS")
    void a_variable_of_ours_is_a_setting(Workload workload) throws Exception {
        if (workload.service().isEmpty()) {
            return;
        }
        Set<String> known = SETTING.matcher(Manifests.read(Manifests.ROOT.resolve(".env.example")))
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(variables(workload)).contains("DATABASE_URL").isSubsetOf(known);
    }

    @ParameterizedTest
    @FieldSource("WORKLOADS")
    void every_key_of_a_config_map_or_secret_exists(Workload workload) throws Exception {
        Map<String, Set<String>> secrets = secretKeys(secretsScript());
        Map<String, Set<String>> maps = new HashMap<>();
        only(ConfigMap.class)
                .forEach(map ->
                        maps.put(map.getMetadata().getName(), map.getData().keySet()));

        assertThat(workload.container().getEnv())
                .filteredOn(variable -> variable.getValueFrom() != null)
                .extracting(variable -> variable.getValueFrom().getSecretKeyRef())
                .filteredOn(reference -> !Boolean.TRUE.equals(reference.getOptional()))
                .allSatisfy(reference ->
                        assertThat(secrets.get(reference.getName())).contains(reference.getKey()));
        assertThat(workload.container().getEnvFrom())
                .filteredOn(from -> from.getConfigMapRef() != null)
                .allSatisfy(from ->
                        assertThat(maps).containsKey(from.getConfigMapRef().getName()));
        assertThat(workload.container().getEnvFrom())
                .filteredOn(from -> from.getSecretRef() != null
                        && !Boolean.TRUE.equals(from.getSecretRef().getOptional()))
                .allSatisfy(from ->
                        assertThat(secrets).containsKey(from.getSecretRef().getName()));
        assertThat(volumes(workload.pod()))
                .allSatisfy(volume -> assertThat(secrets.get(volume.getSecretName()))
                        .containsAll(volume.getItems().stream()
                                .map(item -> item.getKey())
                                .toList()));
        assertThat(workload.pod().getVolumes())
                .filteredOn(volume -> volume.getConfigMap() != null)
                .allSatisfy(volume ->
                        assertThat(maps).containsKey(volume.getConfigMap().getName()));
    }

    @Test
    void the_example_of_secrets_has_every_key_that_the_base_asks_for_and_no_value() throws Exception {
        List<Secret> example = example();
        Map<String, Set<String>> keys = keys(example);

        assertThat(Workload.of(Kustomization.BASE.resources()))
                .allSatisfy(workload -> assertThat(workload.container().getEnv())
                        .filteredOn(variable -> variable.getValueFrom() != null)
                        .extracting(variable -> variable.getValueFrom().getSecretKeyRef())
                        .allSatisfy(reference ->
                                assertThat(keys.get(reference.getName())).contains(reference.getKey())));
        assertThat(example)
                .allSatisfy(secret -> assertThat(secret.getStringData().values())
                        .allSatisfy(value -> assertThat(value).contains("CHANGE-ME")));
    }

    @Test
    void each_service_has_a_login_of_its_own() throws Exception {
        Map<String, String> urls = new HashMap<>();
        secrets(secretsScript()).stream()
                .filter(secret -> secret.getStringData().containsKey("DATABASE_URL"))
                .forEach(secret -> urls.put(
                        secret.getMetadata().getName(), secret.getStringData().get("DATABASE_URL")));

        assertThat(urls)
                .hasSize(4)
                .allSatisfy((name, url) -> assertThat(url)
                        .startsWith("postgresql://" + name.replace("andon-database-", "andon_") + ":")
                        .contains("@postgres.andon.svc:5432/andon"));
        assertThat(new HashSet<>(urls.values())).hasSize(4);
        assertThat(secretsScript()).as("drawn at random").isNotEqualTo(secretsScript());
    }

    @Test
    void where_a_cron_job_makes_the_checks_the_service_does_not_make_them_as_well() {
        assertThat(WORKLOADS)
                .filteredOn(workload -> workload.toString().equals("CronJob checks"))
                .singleElement()
                .satisfies(
                        workload -> assertThat(workload.container().getArgs()).contains("--scheduled"));
        assertThat(only(ConfigMap.class))
                .filteredOn(map -> map.getMetadata().getName().equals("andon-monitor"))
                .singleElement()
                .satisfies(map -> assertThat(map.getData()).containsEntry("ANDON_MONITOR_CHECK_ENABLED", "false"));
    }

    /** Names of everything that a container gets from its environment. */
    private static Set<String> variables(Workload workload) throws Exception {
        Map<String, Set<String>> sources = keys(example());
        only(ConfigMap.class)
                .forEach(map ->
                        sources.put(map.getMetadata().getName(), map.getData().keySet()));
        Set<String> names = new TreeSet<>();
        workload.container().getEnv().stream().map(EnvVar::getName).forEach(names::add);
        for (EnvFromSource from : workload.container().getEnvFrom()) {
            String source = from.getConfigMapRef() == null
                    ? from.getSecretRef().getName()
                    : from.getConfigMapRef().getName();
            names.addAll(sources.get(source));
        }
        return names;
    }

    private static List<Secret> example() throws Exception {
        return secrets(Manifests.read(Manifests.FOLDER.resolve("base/secrets.example.yaml")));
    }

    private static List<SecretVolumeSource> volumes(PodSpec pod) {
        return pod.getVolumes().stream()
                .map(volume -> volume.getSecret())
                .filter(secret -> secret != null)
                .toList();
    }

    /** What the script of the local overlay prints. */
    private static String secretsScript() throws Exception {
        Process process = new ProcessBuilder(
                        "sh", Kustomization.LOCAL.folder().resolve("secrets.sh").toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private static Map<String, Set<String>> secretKeys(String yaml) throws Exception {
        return keys(secrets(yaml));
    }

    private static Map<String, Set<String>> keys(List<Secret> secrets) {
        Map<String, Set<String>> keys = new HashMap<>();
        secrets.forEach(secret ->
                keys.put(secret.getMetadata().getName(), secret.getStringData().keySet()));
        return keys;
    }

    private static List<Secret> secrets(String yaml) throws Exception {
        return Manifests.parse(yaml).stream().map(Secret.class::cast).toList();
    }

    private static Stream<Workload> selected(Map<String, String> labels) {
        return WORKLOADS.stream()
                .filter(workload ->
                        workload.template().getMetadata().getLabels().entrySet().containsAll(labels.entrySet()));
    }

    private static <T extends HasMetadata> List<T> only(Class<T> type) {
        return RESOURCES.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
