package dev.andon.monitor.request;

import dev.andon.monitor.privacy.PrivacyKey;
import dev.andon.monitor.privacy.Pseudonym;
import dev.andon.monitor.request.RequestRepository.Order;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Opens requests and finds them; what commands, the API and the page have in common. */
@Singleton
public final class PersonRequests {
    private static final int LONGEST_REASON = 500;

    private final RequestRepository requests;
    private final InstantSource clock;

    PersonRequests(RequestRepository requests, InstantSource clock) {
        this.requests = requests;
        this.clock = clock;
    }

    /**
     * Opens a request; returns its id, or that of the request which the same key opened before. What cannot be taken is an
     * {@link IllegalArgumentException} with a sentence that repeats no identifier.
     *
     * @param key makes the pseudonym
     */
    public UUID open(PrivacyKey key, RequestKind kind, List<String> identifiers, Order order) {
        Identifiers who = Identifiers.of(identifiers);
        String reason = order.reason() == null ? "" : order.reason().strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException(
                    "Say why, in 1 to " + LONGEST_REASON + " characters: a reference, not a name.");
        }
        return requests.open(
                kind,
                Pseudonym.of(key, who.first()),
                who,
                new Order(order.actor(), reason, order.key(), order.confirmed()),
                clock.instant());
    }

    /** One with its tables. */
    public Optional<PersonRequest> find(UUID requestId) {
        return requests.find(requestId);
    }

    /** The newest, those that are not done first. */
    public List<PersonRequest> list(int count) {
        return requests.list(count);
    }

    /** Lets a failed or waiting request go on; false where it is neither. */
    public boolean resume(UUID requestId, String actor, boolean confirmed) {
        return requests.resume(requestId, actor, confirmed);
    }

    /** Ends a request before anything is erased or handed over; false where it is too late. */
    public boolean withdraw(UUID requestId, String actor) {
        return requests.withdraw(requestId, actor, clock.instant());
    }
}
