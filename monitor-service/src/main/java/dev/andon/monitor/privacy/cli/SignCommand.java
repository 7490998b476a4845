package dev.andon.monitor.privacy.cli;

import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.Commands;
import dev.andon.monitor.privacy.AuditLog;
import dev.andon.monitor.privacy.AuditLog.Entry;
import dev.andon.monitor.privacy.HeadSigner;
import dev.andon.monitor.privacy.PrivacyKeys;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Signs the end of the audit log by hand; the first signature of a log that is older than the key needs a person's word. */
@Command(
        name = "sign",
        description = {
            "Signs the end of the audit log, as the service does by itself every minute.",
            "A log that has entries but was never signed is trusted as it is now."
        })
public final class SignCommand implements Callable<Integer> {
    private final HeadSigner signer;
    private final AuditLog log;

    @Mixin
    ActorOption actor;

    @Spec
    CommandSpec spec;

    SignCommand(HeadSigner signer, AuditLog log) {
        this.signer = signer;
        this.log = log;
    }

    @Override
    public Integer call() {
        HeadSigner.Outcome outcome = signer.begin();
        switch (outcome) {
            case SIGNED ->
                log.append(new Entry(
                        actor.name(), "sign", null, "done", Map.of(), "Signed by command, trusting what was there."));
            case NOTHING_NEW -> {}
            case NO_KEY -> throw new CommandFailure(PrivacyKeys.MISSING);
            case NOT_BEGUN, REFUSED ->
                throw new CommandFailure(
                        "The log does not follow from its newest signed head. Run: andon monitor gdpr verify");
        }
        spec.commandLine().getOut().println(outcome == HeadSigner.Outcome.SIGNED ? "Signed." : "There is nothing new.");
        return Commands.DONE;
    }
}
