package dev.andon.monitor.privacy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.OutputOption;
import dev.andon.common.problem.DatabaseFailure;
import dev.andon.common.sql.SqlFailure;
import dev.andon.monitor.privacy.AuditLog;
import dev.andon.monitor.privacy.AuditLog.Entry;
import dev.andon.monitor.privacy.PrivacyKeys;
import dev.andon.monitor.privacy.verify.ChainState;
import dev.andon.monitor.privacy.verify.ChainVerifier;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Verifies the audit log, names the first entry that is not as it was written, and says in the log that it was looked at. */
@Command(
        name = "verify",
        description = "Walks the audit log and names the first entry that is not as it was written.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:intact", "1:broken", "2:could not be checked, or wrong usage"})
public final class VerifyCommand implements Callable<Integer> {
    static final int INTACT = 0;
    static final int BROKEN = 1;
    static final int UNKNOWN = 2;

    private final ChainVerifier verifier;
    private final AuditLog log;
    private final PrivacyKeys keys;
    private final ObjectMapper mapper;

    @Mixin
    OutputOption output;

    @Mixin
    ActorOption actor;

    @Spec
    CommandSpec spec;

    VerifyCommand(ChainVerifier verifier, AuditLog log, PrivacyKeys keys, ObjectMapper mapper) {
        this.verifier = verifier;
        this.log = log;
        this.keys = keys;
        this.mapper = mapper;
    }

    @Override
    public Integer call() throws Exception {
        if (keys.current().isEmpty()) {
            return unknown(PrivacyKeys.MISSING);
        }
        ChainState state;
        try {
            state = verifier.verify();
        } catch (SqlFailure failed) {
            return unknown(DatabaseFailure.of(failed)
                    .map(DatabaseFailure::sentence)
                    .orElseGet(() -> "The audit log could not be read: " + failed.getMessage()));
        }
        spec.commandLine().getOut().println(output.json() ? mapper.writeValueAsString(state) : state.sentence());
        note(state);
        return state.intact() ? INTACT : BROKEN;
    }

    /** What was found counts, whether it can be written down or not. */
    private void note(ChainState state) {
        String outcome = state.intact() ? "intact" : "broken";
        try {
            log.append(new Entry(
                    actor.name, "verify", null, outcome, Map.of("entries", state.entries()), state.sentence()));
        } catch (SqlFailure failed) {
            spec.commandLine().getErr().println("This look could not be added to the log: " + failed.getMessage());
        }
    }

    private int unknown(String sentence) {
        spec.commandLine().getErr().println(sentence);
        return UNKNOWN;
    }
}
