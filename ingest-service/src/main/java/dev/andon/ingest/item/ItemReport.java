package dev.andon.ingest.item;

import java.util.ArrayList;
import java.util.List;

/**
 * What was done with the items of a request.
 *
 * @param errors of those rejected, the first hundred
 */
public record ItemReport(int accepted, int rejected, List<ItemError> errors) {

    /** The same after the store refused some of those accepted. */
    public ItemReport refused(int items, String reason) {
        if (items == 0) {
            return this;
        }
        List<ItemError> more = new ArrayList<>(errors);
        more.add(new ItemError(null, null, null, reason));
        return new ItemReport(accepted - items, rejected + items, more);
    }
}
