package dev.andon.monitor;

import dev.andon.common.config.Bounds;
import dev.andon.monitor.alert.AlertConfig;
import dev.andon.monitor.alert.webhook.WebhookConfig;
import dev.andon.monitor.canary.CanaryConfig;
import dev.andon.monitor.check.CheckConfig;
import dev.andon.monitor.page.PagesConfig;
import dev.andon.monitor.privacy.PrivacyConfig;
import dev.andon.monitor.request.RequestConfig;
import dev.andon.monitor.retention.RetentionConfig;
import dev.andon.monitor.signin.SignInConfig;
import dev.andon.monitor.usage.UsageConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Refuses to start with settings under which nobody stays signed in, or nothing is checked, signed or ever fresh. */
final class MonitorStart {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofDays(400);

    MonitorStart() {}

    void check(
            @Observes StartupEvent started,
            PagesConfig pages,
            UsageConfig usage,
            SignInConfig signIn,
            CheckConfig checks,
            PrivacyConfig privacy) {
        Bounds.check("andon.pages.stale-after", pages.staleAfter(), SECOND, LONG);
        Bounds.check("andon.usage.stale-after", usage.staleAfter(), SECOND, LONG);
        // A cookie's age is an int of seconds.
        Bounds.check("andon.sign-in.session-length", signIn.sessionLength(), Duration.ofMinutes(1), LONG);
        Bounds.check("andon.monitor.check.every", checks.every(), SECOND, LONG);
        Bounds.check("andon.monitor.check.timeout", checks.timeout(), MILLISECOND, Duration.ofHours(1));
        Bounds.check("andon.monitor.check.keep", checks.keep(), Duration.ofHours(1), Duration.ofDays(36_500));
        Bounds.checkPace("andon.privacy.sign-every", privacy.signEvery());
    }

    void check(@Observes StartupEvent started, RequestConfig requests) {
        Bounds.checkPace("andon.privacy.requests.every", requests.every());
        // A step ends within 30 s or fails; a lease that is shorter would be lost in the middle of each.
        Bounds.check("andon.privacy.requests.lease", requests.lease(), Duration.ofSeconds(31), Duration.ofHours(1));
        Bounds.check("andon.privacy.requests.pages", requests.pages(), 1, 100_000);
        Bounds.check("andon.privacy.requests.large-percent", requests.largePercent(), 1, 100);
        Bounds.check("andon.privacy.requests.rounds", requests.rounds(), 1, 100);
        Bounds.check("andon.privacy.requests.warn-before", requests.warnBefore(), Duration.ZERO, Duration.ofDays(30));
    }

    void check(@Observes StartupEvent started, RetentionConfig retention) {
        Bounds.checkPace("andon.retention.every", retention.every());
        Bounds.check("andon.retention.batch", retention.batch(), 10, 1_000_000);
        // Below the limit after which silence of the server counts as failure.
        Bounds.check("andon.retention.step-timeout", retention.stepTimeout(), SECOND, Duration.ofSeconds(35));
    }

    void check(@Observes StartupEvent started, AlertConfig alerts, WebhookConfig webhook) {
        Bounds.check("monitor.alert.renotify", alerts.renotify(), SECOND, LONG);
        Bounds.check("monitor.alert.connect-timeout", webhook.connectTimeout(), MILLISECOND, Duration.ofHours(1));
        Bounds.check("monitor.alert.request-timeout", webhook.requestTimeout(), MILLISECOND, Duration.ofHours(1));
        Bounds.check("monitor.alert.give-up-after", webhook.giveUpAfter(), MILLISECOND, Duration.ofHours(1));
    }

    void check(@Observes StartupEvent started, CanaryConfig canary) {
        Bounds.check("andon.monitor.canary.limit", canary.limit(), SECOND, Duration.ofHours(1));
        Bounds.check("andon.monitor.canary.age", canary.age(), Duration.ofDays(2), LONG);
    }
}
