package dev.andon.monitor.alert.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/**
 * What is told, whatever format it is sent in; also how it is stored until it is sent.
 *
 * @param id of the run, and the idempotency key
 * @param environment the name of this installation
 * @param source what found it: check telemetry, schedule, notify-failure
 */
@JsonNaming(SnakeCaseStrategy.class)
public record AlertMessage(String id, Instant at, String environment, String source, List<Finding> findings) {

    /** Whether anything in it fails; false where it tells of recoveries only. */
    @JsonIgnore
    public boolean failing() {
        return findings.isEmpty()
                || findings.stream().anyMatch(finding -> finding.change().fails());
    }

    /** One line: what fails, where. */
    @JsonIgnore
    public String summary() {
        long failing = count(Change.FAILING) + count(Change.STILL_FAILING);
        long recovered = count(Change.RECOVERED);
        String what = findings.isEmpty()
                ? "nothing could be checked"
                : failing == 0
                        ? checks(recovered) + " recovered"
                        : checks(failing)
                                + (failing == 1 ? " fails" : " fail")
                                + (recovered == 0 ? "" : ", " + recovered + " recovered");
        return "Andon " + environment + ": " + what + " (" + source + ")";
    }

    private static String checks(long count) {
        return count + (count == 1 ? " check" : " checks");
    }

    private long count(Change change) {
        return findings.stream().filter(finding -> finding.change() == change).count();
    }
}
