package dev.andon.monitor.request.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.cli.Terminal;
import dev.andon.monitor.request.PersonRequest;
import dev.andon.monitor.request.PersonRequests;
import dev.andon.monitor.request.RequestWorker;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Carries a request out in the foreground, or watches whoever does, and says how it ended. */
@Singleton
public final class FollowedRequest {
    /** The request is open still; the service goes on with it. */
    static final int OPEN = 3;

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int BAR = 30;

    private final PersonRequests requests;
    private final RequestWorker worker;
    private final ObjectMapper mapper;
    private final InstantSource clock;

    FollowedRequest(PersonRequests requests, RequestWorker worker, ObjectMapper mapper, InstantSource clock) {
        this.requests = requests;
        this.worker = worker;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** Until it has ended, or can be fetched, or the patience is over. */
    PersonRequest follow(UUID requestId, Duration patience, PrintWriter err) {
        Instant until = clock.instant().plus(patience);
        Progress progress = new Progress(requestId, err);
        PersonRequest request = requests.find(requestId).orElseThrow();
        while (!request.ended()
                && !request.ready()
                && !request.held()
                && clock.instant().isBefore(until)) {
            if (worker.run(requestId, progress::show).isEmpty()) {
                progress.show(request.phase());
                LockSupport.parkNanos(LOOK.toNanos());
            }
            request = requests.find(requestId).orElseThrow();
        }
        progress.end();
        return request;
    }

    /** Prints it; the exit code says how it stands. */
    int print(PersonRequest request, boolean json, PrintWriter out) {
        if (json) {
            out.println(text(request));
        } else {
            RequestText.one(request, out);
        }
        return request.verified() ? Commands.DONE : request.failed() ? Commands.FAILED : OPEN;
    }

    private String text(PersonRequest request) {
        try {
            return mapper.writeValueAsString(request);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A bar on a terminal; elsewhere a line a phase. */
    private final class Progress {
        private final UUID requestId;
        private final PrintWriter err;
        private final boolean bar = Terminal.interactive();
        private String shown = "";

        Progress(UUID requestId, PrintWriter err) {
            this.requestId = requestId;
            this.err = err;
        }

        void show(String phase) {
            if (!bar) {
                if (!phase.equals(shown)) {
                    err.println(phase);
                }
            } else {
                double done = requests.find(requestId).orElseThrow().done();
                int filled = (int) Math.round(done * BAR);
                err.printf("\r%-14s [%s%s] %3.0f %%", phase, "#".repeat(filled), "-".repeat(BAR - filled), 100 * done);
            }
            err.flush();
            shown = phase;
        }

        void end() {
            if (bar && !shown.isEmpty()) {
                err.println();
            }
        }
    }
}
