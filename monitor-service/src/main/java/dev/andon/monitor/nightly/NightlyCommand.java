package dev.andon.monitor.nightly;

import dev.andon.monitor.alert.AlertSender;
import dev.andon.monitor.alert.message.AlertMessage;
import dev.andon.monitor.alert.message.Change;
import dev.andon.monitor.alert.message.Finding;
import dev.andon.monitor.alert.webhook.Delivery;
import dev.andon.monitor.canary.CanaryConfig;
import dev.andon.monitor.check.CheckResult;
import dev.andon.monitor.check.CheckRun;
import dev.andon.monitor.check.CheckScope;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.page.PagesConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The night: seed, checks of telemetry and of personal data, a look at both pages; one message where anything failed. */
@Command(
        name = "nightly",
        description = {
            "Seeds demonstration data, checks telemetry and gdpr, and looks at both dashboards in a browser.",
            "Makes every part, lists every finding, and sends one message where something failed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is well", "1:something failed", "2:something could not be looked at, or wrong usage"})
public final class NightlyCommand implements Callable<Integer> {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int UNKNOWN = 2;

    private final Nightly nightly;
    private final AlertSender sender;
    private final PagesConfig pages;
    private final CanaryConfig canary;
    private final InstantSource clock;

    @Option(names = "--no-seed", description = "Send no demonstration data, for example in production.")
    boolean noSeed;

    @Option(
            names = "--dashboard-url",
            paramLabel = "URL",
            description = "Address of the pages (default: ANDON_MONITOR_URL).")
    String dashboardUrl;

    @Option(names = "--images", paramLabel = "FOLDER", description = "Keep a picture of each page there.")
    Path images;

    @Spec
    CommandSpec spec;

    NightlyCommand(Nightly nightly, AlertSender sender, PagesConfig pages, CanaryConfig canary, InstantSource clock) {
        this.nightly = nightly;
        this.sender = sender;
        this.pages = pages;
        this.canary = canary;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        PrintWriter err = spec.commandLine().getErr();
        if (images != null) {
            Files.createDirectories(images);
        }
        List<Part> parts = new ArrayList<>();
        if (!noSeed) {
            parts.add(print(nightly.seed()));
        }
        List<CheckResult> failing = check(parts, err);
        String dashboard = dashboardUrl == null ? canary.dashboardUrl().orElse(null) : dashboardUrl;
        nightly.look(dashboard, images, err).forEach(page -> parts.add(print(page)));
        int exitCode = exitCode(parts);
        if (exitCode != OK && sender.configured()) {
            tell(parts, failing, err);
        }
        return exitCode;
    }

    /** Makes the checks, adds them to the parts and returns what fails. */
    private List<CheckResult> check(List<Part> parts, PrintWriter err) {
        List<CheckResult> failing = new ArrayList<>();
        for (CheckScope scope : List.of(CheckScope.TELEMETRY, CheckScope.GDPR)) {
            CheckRun run = nightly.check(scope, err);
            parts.add(print(Nightly.part(run)));
            failing.addAll(print(run.with(CheckStatus.STALE, CheckStatus.UNKNOWN)));
        }
        return failing;
    }

    private static int exitCode(List<Part> parts) {
        if (parts.stream().anyMatch(part -> part.outcome() == Part.Outcome.FAILED)) {
            return FAILED;
        }
        return parts.stream().allMatch(part -> part.outcome() == Part.Outcome.OK) ? OK : UNKNOWN;
    }

    private void tell(List<Part> parts, List<CheckResult> failing, PrintWriter err) {
        Instant now = clock.instant();
        List<Finding> findings = new ArrayList<>();
        parts.stream()
                .filter(part -> part.outcome() != Part.Outcome.OK)
                // What the checks found says more than that they failed.
                .filter(part -> !part.name().startsWith("check ") || failing.isEmpty())
                .forEach(part -> findings.add(finding(part, now)));
        failing.forEach(result -> findings.add(Finding.of(result, Change.FAILING, result.checkedAt())));
        Delivery delivery = sender.send(
                new AlertMessage(UUID.randomUUID().toString(), now, pages.environment(), "nightly", findings));
        if (!delivery.sent()) {
            err.println("The message about this was not delivered. " + delivery.detail());
        }
    }

    private static Finding finding(Part part, Instant now) {
        String key = part.name().replace(' ', '_');
        String status = part.outcome().name().toLowerCase(java.util.Locale.ROOT);
        return new Finding(
                key,
                "nightly",
                part.name(),
                Change.FAILING,
                status,
                part.detail(),
                part.remedy(),
                null,
                null,
                null,
                null,
                now);
    }

    private Part print(Part part) {
        PrintWriter out = spec.commandLine().getOut();
        String outcome = part.outcome().name().toLowerCase(java.util.Locale.ROOT);
        out.printf("%-7s  %-20s  %s (%.1f s)%n", outcome, part.name(), part.detail(), part.seconds());
        out.flush();
        return part;
    }

    private List<CheckResult> print(List<CheckResult> failing) {
        PrintWriter out = spec.commandLine().getOut();
        for (CheckResult result : failing) {
            out.printf("%-7s    %s: %s%n", result.status().text(), result.title(), result.detail());
            if (result.remedy() != null) {
                out.printf("%-7s    -> %s%n", "", result.remedy());
            }
        }
        return failing;
    }
}
