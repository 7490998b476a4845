package dev.andon.monitor.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives a {@code @QuarkusTest} a {@link Receiver} as its webhook and as its ingest; a field of that type in the test is set to it. */
public final class ReceiverResource implements QuarkusTestResourceLifecycleManager {
    private Receiver receiver;

    @Override
    public Map<String, String> start() {
        receiver = new Receiver();
        return Map.of(
                "monitor.alert.webhook-url",
                receiver.url(),
                "andon.monitor.ingest.url",
                receiver.url().replace("/hooks/SECRET", ""),
                "monitor.alert.request-timeout",
                "2s",
                "monitor.alert.give-up-after",
                "3s");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(receiver, new TestInjector.MatchesType(Receiver.class));
    }

    @Override
    public void stop() {
        receiver.close();
    }
}
