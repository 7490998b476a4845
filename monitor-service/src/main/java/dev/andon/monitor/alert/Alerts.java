package dev.andon.monitor.alert;

import dev.andon.monitor.alert.AlertRepository.Changes;
import dev.andon.monitor.alert.AlertRepository.Claimed;
import dev.andon.monitor.alert.message.AlertMessage;
import dev.andon.monitor.alert.message.Change;
import dev.andon.monitor.alert.message.Finding;
import dev.andon.monitor.alert.webhook.Delivery;
import dev.andon.monitor.check.CheckResult;
import dev.andon.monitor.check.CheckRun;
import dev.andon.monitor.check.CheckRunEnded;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.page.PagesConfig;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * At most one message a run of the checks. A command that fails always sends it, also where the database is away. The schedule sends
 * one when a check turns failing, when it recovers, and as a reminder.
 */
@Singleton
final class Alerts {
    private final AlertSender sender;
    private final AlertRepository repository;
    private final AlertRounds rounds;
    private final AlertConfig config;
    private final PagesConfig pages;

    Alerts(AlertSender sender, AlertRepository repository, AlertRounds rounds, AlertConfig config, PagesConfig pages) {
        this.sender = sender;
        this.repository = repository;
        this.rounds = rounds;
        this.config = config;
        this.pages = pages;
    }

    void ended(@Observes CheckRunEnded ended) {
        if (!sender.configured()) {
            return;
        }
        switch (ended.run().trigger()) {
            case "schedule" -> ofSchedule(ended.run());
            case "command" -> ofCommand(ended);
            // Who asked on the page is looking at the answer; a night sends a message of its own about all its parts.
            default -> {}
        }
    }

    private void ofSchedule(CheckRun run) {
        repository
                .open(
                        keys(run.with(CheckStatus.STALE, CheckStatus.UNKNOWN)),
                        keys(run.with(CheckStatus.FRESH, CheckStatus.WARN)),
                        run.finishedAt(),
                        config.renotify(),
                        rounds.lease(),
                        changes -> message(run, changes))
                .ifPresent(rounds::deliver);
    }

    private void ofCommand(CheckRunEnded ended) {
        CheckRun run = ended.run();
        if (!run.status().fails()) {
            return;
        }
        AlertMessage message = message(
                run,
                "check " + run.scope(),
                run.with(CheckStatus.STALE, CheckStatus.UNKNOWN).stream()
                        .map(result -> Finding.of(result, Change.FAILING, result.checkedAt()))
                        .toList());
        Optional<Claimed> noted = note(message, run.finishedAt());
        Delivery delivery = sender.send(message);
        noted.ifPresent(claimed -> rounds.endOfCommand(claimed, delivery));
        if (!delivery.sent()) {
            ended.trouble().accept("The message about this was not delivered. " + delivery.detail());
        }
    }

    /** Empty where the database is away, which must not hold up the message. */
    private Optional<Claimed> note(AlertMessage message, Instant now) {
        try {
            return Optional.of(repository.open(message, now, rounds.lease()));
        } catch (RuntimeException away) {
            return Optional.empty();
        }
    }

    private Optional<AlertMessage> message(CheckRun run, Changes changes) {
        List<Finding> findings = Stream.concat(
                        findings(run, changes.failing(), Change.FAILING),
                        findings(run, changes.recovered(), Change.RECOVERED))
                .toList();
        return findings.isEmpty() ? Optional.empty() : Optional.of(message(run, "schedule", findings));
    }

    private AlertMessage message(CheckRun run, String source, List<Finding> findings) {
        return new AlertMessage(run.runId().toString(), run.finishedAt(), pages.environment(), source, findings);
    }

    private static Stream<Finding> findings(CheckRun run, Map<String, Instant> since, Change change) {
        return run.results().stream()
                .filter(result -> since.containsKey(result.key()))
                .map(result -> finding(run, result, change, since.get(result.key())));
    }

    private static Finding finding(CheckRun run, CheckResult result, Change change, Instant since) {
        boolean reminder = change == Change.FAILING && since.isBefore(run.finishedAt());
        return Finding.of(result, reminder ? Change.STILL_FAILING : change, since);
    }

    private static List<String> keys(List<CheckResult> results) {
        return results.stream().map(CheckResult::key).toList();
    }
}
