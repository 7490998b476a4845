package dev.andon.ingest.intake;

import java.time.Duration;

/** What became of a batch handed to the intake. */
public sealed interface Outcome {

    /** Committed, but for spans that the database refused; those are counted, with a reason. */
    record Stored(int rejected, String reason) implements Outcome {}

    /** Not stored, or not known to be: the client shall send the same again after this time. */
    record TryLater(Duration after, String reason) implements Outcome {}
}
