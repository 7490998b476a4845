package dev.andon.monitor.privacy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.cli.OutputOption;
import dev.andon.monitor.privacy.AuditEntry;
import dev.andon.monitor.privacy.AuditFilter;
import dev.andon.monitor.privacy.AuditLog;
import dev.andon.monitor.privacy.PrivacyKeys;
import dev.andon.monitor.privacy.Pseudonym;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists entries of the audit log. */
@Command(name = "log", description = "Lists entries of the audit log, newest first.")
public final class LogCommand implements Callable<Integer> {
    private static final String LINE = "%6s  %-20s  %-14s  %-9s  %-16s  %-32s  %s%n";

    private final AuditLog log;
    private final PrivacyKeys keys;
    private final ObjectMapper mapper;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many.")
    int limit;

    @Option(names = "--action", paramLabel = "ACTION", description = "Only this one: export, erase, retention, …")
    String action;

    @Option(
            names = "--about",
            paramLabel = "WHO",
            description = "Only about this user, e-mail address or conversation; needs ANDON_PRIVACY_KEY.")
    String about;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    LogCommand(AuditLog log, PrivacyKeys keys, ObjectMapper mapper) {
        this.log = log;
        this.keys = keys;
        this.mapper = mapper;
    }

    @Override
    public Integer call() throws Exception {
        String subject = about == null ? null : Pseudonym.of(keys.required(), about);
        List<AuditEntry> entries = log.latest(new AuditFilter(null, action, subject, limit));
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(mapper.writeValueAsString(entries));
            return Commands.DONE;
        }
        out.printf(LINE, "ENTRY", "TIME", "ACTION", "OUTCOME", "BY", "ABOUT", "WHAT");
        for (AuditEntry entry : entries) {
            out.printf(
                    LINE,
                    entry.seq(),
                    entry.at().truncatedTo(ChronoUnit.SECONDS),
                    entry.action(),
                    entry.outcome(),
                    entry.actor(),
                    entry.subject() == null ? "-" : entry.subject(),
                    what(entry));
        }
        return Commands.DONE;
    }

    private static String what(AuditEntry entry) {
        String counts = entry.counts().equals("{}") ? "" : entry.counts();
        return entry.detail() == null ? counts : (entry.detail() + " " + counts).strip();
    }
}
