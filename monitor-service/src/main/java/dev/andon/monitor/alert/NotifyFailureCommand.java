package dev.andon.monitor.alert;

import dev.andon.common.cli.Commands;
import dev.andon.monitor.alert.message.AlertMessage;
import dev.andon.monitor.alert.message.Change;
import dev.andon.monitor.alert.message.Finding;
import dev.andon.monitor.alert.webhook.Courier;
import dev.andon.monitor.alert.webhook.Delivery;
import dev.andon.monitor.page.PagesConfig;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells of a failed job of a CI where the messages of the checks go. Needs no database. */
@Command(
        name = "notify-failure",
        description = {
            "Sends one message about a failed job to MONITOR_ALERT_WEBHOOK_URL.",
            "The same job, link and reason carry the same Idempotency-Key."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:sent", "1:not delivered", "2:wrong usage, or no usable address is set"})
public final class NotifyFailureCommand implements Callable<Integer> {
    private static final int MOST = 2_000;

    private final AlertSender sender;
    private final Courier courier;
    private final PagesConfig pages;
    private final InstantSource clock;

    @Option(
            names = "--job",
            paramLabel = "NAME",
            required = true,
            description = "What failed, for example telemetry-nightly.")
    String job;

    @Option(names = "--link", paramLabel = "URL", description = "Where its log is; http or https.")
    String link;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "It failed.", description = "Why, in a sentence.")
    String reason;

    @Spec
    CommandSpec spec;

    NotifyFailureCommand(AlertSender sender, Courier courier, PagesConfig pages, InstantSource clock) {
        this.sender = sender;
        this.courier = courier;
        this.pages = pages;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        check(!job.isBlank() && job.length() <= MOST, "--job must have 1 to " + MOST + " characters.");
        check(reason.length() <= MOST, "--reason must have at most " + MOST + " characters.");
        check(link == null || link.matches("https?://\\S{1,2000}"), "--link must begin with https:// or http://.");
        try {
            courier.url();
        } catch (IllegalArgumentException wrong) {
            spec.commandLine().getErr().println(wrong.getMessage());
            return Commands.USAGE;
        }
        Delivery delivery = sender.send(message(clock.instant()));
        if (!delivery.sent()) {
            spec.commandLine().getErr().println("Not delivered. " + delivery.detail());
            return Commands.FAILED;
        }
        spec.commandLine().getOut().println("Sent.");
        return Commands.DONE;
    }

    private AlertMessage message(Instant now) {
        String id = UUID.nameUUIDFromBytes(
                        String.join("\n", job, String.valueOf(link), reason).getBytes(StandardCharsets.UTF_8))
                .toString();
        Finding finding =
                new Finding("job", "job", job, Change.FAILING, "failed", reason, null, null, null, link, null, now);
        return new AlertMessage(id, now, pages.environment(), "notify-failure", List.of(finding));
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
