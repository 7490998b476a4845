package dev.andon.monitor.check;

import dev.andon.common.sql.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that has to hold, and how it is looked at. Every bean of this type is made by {@code check all}, by the schedule and on
 * the page; a feature adds its own class. A check neither catches what fails nor bounds its time: {@link CheckRunner} does both.
 */
public interface Check {
    /** Names it for ever, in settings, messages and the runbook: lower case and underscores. */
    String key();

    CheckGroup group();

    /** For people, short: a table, or what is checked. */
    String title();

    /** What {@link Measurement#value()} is, in two or three words: newest bucket. */
    String measures();

    /** The page that shows more. */
    default String page() {
        return "/freshness";
    }

    /** How long it may take; empty for the setting that all share. */
    default Optional<Duration> timeout() {
        return Optional.empty();
    }

    /**
     * Looks. The session is a READ ONLY transaction of one snapshot, whose statements end after the timeout. Whatever is thrown
     * makes the result UNKNOWN.
     */
    Measurement measure(Session session, Instant now);
}
