package dev.andon.monitor.retention;

import dev.andon.common.sql.SqlFailure;
import dev.andon.monitor.privacy.HeadSigner;
import dev.andon.monitor.privacy.PrivacyKeys;
import dev.andon.monitor.privacy.Pseudonym;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Rules and holds as commands and pages see and change them; every change is in the audit log, signed. */
@Singleton
public final class Policy {
    /** A CHECK, a RAISE of a function that refuses its arguments. */
    private static final Set<String> REFUSALS = Set.of("23514", "22023");

    private final RetentionRepository rules;
    private final HoldRepository holds;
    private final PrivacyKeys keys;
    private final HeadSigner signer;
    private final InstantSource clock;

    Policy(RetentionRepository rules, HoldRepository holds, PrivacyKeys keys, HeadSigner signer, InstantSource clock) {
        this.rules = rules;
        this.holds = holds;
        this.keys = keys;
        this.signer = signer;
        this.clock = clock;
    }

    /** What was asked for does not fit; the message says why. */
    public static final class Refused extends RuntimeException {
        public Refused(String sentence) {
            super(sentence);
        }
    }

    public List<Rule> rules() {
        return rules.rules(clock.instant());
    }

    /** Newest first. */
    public List<RetentionRun> runs(int most) {
        return rules.newest(most);
    }

    /** Those in force, newest first; with those that were released behind them. */
    public List<Hold> holds(boolean releasedToo, int most) {
        return holds.all(releasedToo, most);
    }

    /** Sets how many days a class is kept; null for ever. */
    public Rule keep(DataClass dataClass, Integer days, String by) {
        if (days != null && (days < 1 || days > 36_500)) {
            throw new Refused("Days are a number from 1 to 36500, or for ever.");
        }
        try {
            Rule rule = rules.setRule(dataClass, days, by, clock.instant());
            signer.sign();
            return rule;
        } catch (SqlFailure failed) {
            throw refused(failed);
        }
    }

    /**
     * Adds a hold and returns its number.
     *
     * @param covers all, class, conversation or person
     * @param name the class, conversation or person; null for everything
     * @throws Refused where that does not fit, or a conversation or person cannot be given a pseudonym for lack of a key
     */
    public long hold(String covers, String name, String reason, String by) {
        boolean one = covers.equals("conversation") || covers.equals("person");
        if (!covers.equals("all") && (name == null || name.isBlank())) {
            throw new Refused("Say which " + covers + " to hold.");
        }
        if (covers.equals("class") && DataClass.of(name).isEmpty()) {
            throw new Refused("There is no data class " + name + ": " + List.of(DataClass.values()) + ".");
        }
        if (reason == null || reason.isBlank()) {
            throw new Refused("Give a reason, without personal data.");
        }
        String subject =
                one ? Pseudonym.of(keys.current().orElseThrow(() -> new Refused(PrivacyKeys.MISSING)), name) : null;
        try {
            long hold = holds.add(covers, covers.equals("all") ? null : name.strip(), subject, reason.strip(), by);
            signer.sign();
            return hold;
        } catch (SqlFailure failed) {
            throw refused(failed);
        }
    }

    /** False where there is no such hold in force. */
    public boolean release(long holdId, String by) {
        boolean released = holds.release(holdId, by);
        signer.sign();
        return released;
    }

    private static RuntimeException refused(SqlFailure failed) {
        return REFUSALS.contains(failed.sqlState())
                ? new Refused(failed.getMessage().lines().findFirst().orElse("").replaceFirst("^ERROR: (\\w+: )?", ""))
                : failed;
    }
}
