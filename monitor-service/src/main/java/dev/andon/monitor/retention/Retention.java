package dev.andon.monitor.retention;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.sql.SqlFailure;
import dev.andon.monitor.privacy.AuditLog;
import dev.andon.monitor.privacy.AuditLog.Entry;
import dev.andon.monitor.retention.RetentionRepository.Step;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Deletes what is older than its rule and under no hold, in steps that each commit, and says in the audit log what went. Safe to run
 * beside itself and to be killed: a step is whole or did not happen, and the next run goes on.
 */
@Singleton
public final class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    /** Lock not available, statement timeout, deadlock. */
    private static final Set<String> BUSY = Set.of("55P03", "57014", "40P01");

    private final RetentionRepository repository;
    private final AuditLog log;
    private final RetentionConfig config;
    private final InstantSource clock;
    private final ObjectMapper mapper;

    Retention(
            RetentionRepository repository,
            AuditLog log,
            RetentionConfig config,
            InstantSource clock,
            ObjectMapper mapper) {
        this.repository = repository;
        this.log = log;
        this.config = config;
        this.clock = clock;
        this.mapper = mapper;
    }

    /** Deletes now what is due, by a person's wish. */
    public RetentionRun run(String by, Consumer<String> progress) {
        UUID runId = UUID.randomUUID();
        repository.begin(runId, clock.instant(), null, by);
        return run(runId, by, progress);
    }

    /** The run of a UTC day; false where another instance has it. */
    boolean runOfDay(LocalDate day, String by) {
        UUID runId = UUID.randomUUID();
        if (!repository.begin(runId, clock.instant(), day, by)) {
            return false;
        }
        run(runId, by, line -> {});
        return true;
    }

    /** What would go now, counted. */
    public List<Due> due() {
        return repository.due(clock.instant(), config.stepTimeout());
    }

    private RetentionRun run(UUID runId, String by, Consumer<String> progress) {
        Instant now = clock.instant();
        Tally tally = new Tally();
        attempt(tally, DataClass.SPANS, () -> spans(now, tally, progress));
        for (DataClass dataClass : DataClass.values()) {
            if (dataClass != DataClass.SPANS) {
                attempt(tally, dataClass, () -> rows(dataClass, now, tally, progress));
            }
        }
        Entry entry = new Entry(by, "retention", null, tally.outcome(), tally.rows(), tally.detail());
        log.sign(repository.finish(runId, clock.instant(), tally, json(tally), session -> log.append(session, entry)));
        return repository.last().orElseThrow();
    }

    private Void spans(Instant now, Tally tally, Consumer<String> progress) {
        for (LocalDate day : repository.spanDays(now)) {
            boolean free = attempt(tally, DataClass.SPANS, () -> {
                steps(
                        DataClass.SPANS,
                        tally,
                        () -> repository.deleteSpans(day, config.batch(), now, config.stepTimeout()));
                return null;
            });
            if (!free) {
                // Behind the wait for a lock ingest waits too: once a run, not for each of a hundred days.
                break;
            }
            progress.accept("spans of " + day);
        }
        steps(DataClass.SPANS, tally, () -> repository.deleteSpans(null, config.batch(), now, config.stepTimeout()));
        return null;
    }

    private Void rows(DataClass dataClass, Instant now, Tally tally, Consumer<String> progress) {
        steps(dataClass, tally, () -> repository.delete(dataClass, config.batch(), now, config.stepTimeout()));
        progress.accept(dataClass.text());
        return null;
    }

    private String json(Tally tally) {
        try {
            return mapper.writeValueAsString(tally.rows());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void steps(DataClass dataClass, Tally tally, Supplier<Step> next) {
        Step step = next.get();
        tally.add(step);
        while (step.state().equals("more")) {
            step = next.get();
            tally.add(step);
        }
        switch (step.state()) {
            case "dropped" -> tally.droppedDay();
            case "held" -> tally.kept("Some " + dataClass + " are under a hold.");
            case "waiting" -> tally.waits("Some " + dataClass + " wait to be counted in rollups.");
            default -> {}
        }
    }

    /** What fails keeps nothing else from its end; false where somebody was in the way. */
    private static boolean attempt(Tally tally, DataClass dataClass, Supplier<Void> work) {
        try {
            work.get();
        } catch (SqlFailure failed) {
            if (BUSY.contains(failed.sqlState())) {
                tally.waits("Some " + dataClass + " were in use.");
                return false;
            }
            tally.failed("Not all " + dataClass + " could be deleted: SQLSTATE " + failed.sqlState() + ".");
            LOG.errorf(failed, "Retention of %s failed and will be tried again.", dataClass);
        }
        return true;
    }
}
