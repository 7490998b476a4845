package dev.andon.ingest.item;

import dev.andon.ingest.body.Refusal;

/** What a request for native items is answered. */
public sealed interface ItemAnswer {
    /** The items were looked at one by one; those accepted are committed. */
    record Done(ItemReport report) implements ItemAnswer {}

    /** The request was refused as a whole; nothing of it need have been stored. */
    record Refused(Refusal refusal) implements ItemAnswer {}
}
