package dev.andon.common.security;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * The living keys, kept in memory: checking one costs no query. Read again every 10 s under traffic, and for an id not known yet,
 * so that a new key works at once; one read at a time, whoever asks. Never answers from what is older than 30 s: a revoked key ends by then. The
 * use of a key is noted at most every 10 s, by one statement at a time for all keys used meanwhile.
 */
@Singleton
final class ApiKeys {
    private static final Logger LOG = Logger.getLogger(ApiKeys.class);
    private static final Duration REFRESH = Duration.ofSeconds(10);
    private static final Duration OLDEST = Duration.ofSeconds(30);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_UNKNOWN = 10_000;
    private static final Snapshot NEVER = new Snapshot(Map.of(), Instant.MIN);

    private final ApiKeyRepository repository;
    private final InstantSource clock;
    private final AtomicReference<Uni<Snapshot>> loading = new AtomicReference<>();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> notedAt = new ConcurrentHashMap<>();
    private final AtomicBoolean noting = new AtomicBoolean();
    private volatile Snapshot snapshot = NEVER;

    ApiKeys(ApiKeyRepository repository, InstantSource clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** As the table was when the read began, or later. */
    private record Snapshot(Map<String, ApiKey> keys, Instant readAt) {
        boolean youngerThan(Duration age, Instant now) {
            return readAt.isAfter(now.minus(age));
        }
    }

    /** The living key of that id and secret; fails where the database must be asked and does not answer in time. */
    Uni<Optional<ApiKey>> find(KeyText offered) {
        Instant now = clock.instant();
        Snapshot current = snapshot;
        boolean known = current.keys().containsKey(offered.keyId()) || unknown.contains(offered.keyId());
        if (!known || !current.youngerThan(OLDEST, now)) {
            return readSince(offered).invoke(fresh -> remember(fresh, offered)).map(fresh -> open(fresh, offered, now));
        }
        if (!current.youngerThan(REFRESH, now)) {
            readAhead();
        }
        return Uni.createFrom().item(open(current, offered, now));
    }

    /** Reads the keys without anybody waiting for them. */
    void readAhead() {
        read().subscribe().with(fresh -> {}, failure -> LOG.warnf("API keys not read: %s", failure.getMessage()));
    }

    /** An id that the database does not have is not asked for again; those that read ahead may still find it. */
    private void remember(Snapshot fresh, KeyText offered) {
        if (!fresh.keys().containsKey(offered.keyId())) {
            if (unknown.size() >= MOST_UNKNOWN) {
                unknown.clear();
            }
            unknown.add(offered.keyId());
        }
    }

    private Optional<ApiKey> open(Snapshot keys, KeyText offered, Instant now) {
        ApiKey key = keys.keys().getOrDefault(offered.keyId(), ApiKey.NONE);
        if (!key.opensWith(offered, now)) {
            return Optional.empty();
        }
        noteUse(key.keyId(), now);
        return Optional.of(key);
    }

    /** Once more where the key is not in a read that somebody else began, perhaps before the key was made. */
    private Uni<Snapshot> readSince(KeyText offered) {
        boolean shared = loading.get() != null;
        return read().chain(fresh -> shared && !fresh.keys().containsKey(offered.keyId())
                ? read()
                : Uni.createFrom().item(fresh));
    }

    /** One read at a time; whoever comes meanwhile shares it. */
    private Uni<Snapshot> read() {
        Instant begun = clock.instant();
        Uni<Snapshot> mine = repository
                .live(begun)
                .ifNoItem()
                .after(DATABASE_TIMEOUT)
                .fail()
                .map(keys -> new Snapshot(keys, begun))
                .invoke(fresh -> snapshot = fresh)
                .onTermination()
                .invoke(() -> loading.set(null))
                .memoize()
                .indefinitely();
        Uni<Snapshot> theirs = loading.compareAndExchange(null, mine);
        return theirs == null ? mine : theirs;
    }

    private void noteUse(String keyId, Instant now) {
        Instant before = notedAt.get(keyId);
        if (before == null || before.isBefore(now.minus(REFRESH))) {
            notedAt.put(keyId, now);
            used.add(keyId);
            noteUses(now);
        }
    }

    /** What is used while a statement is under way goes with the next one. */
    private void noteUses(Instant now) {
        if (used.isEmpty() || !noting.compareAndSet(false, true)) {
            return;
        }
        Set<String> batch = Set.copyOf(used);
        used.removeAll(batch);
        repository
                .touch(batch, now)
                .ifNoItem()
                .after(DATABASE_TIMEOUT)
                .fail()
                .onTermination()
                .invoke(() -> noting.set(false))
                .subscribe()
                .with(done -> noteUses(clock.instant()), failure -> {
                    // Noted at the next use instead.
                    notedAt.keySet().removeAll(batch);
                    LOG.debugf("Use of API keys not noted: %s", failure.getMessage());
                });
    }
}
