package dev.andon.monitor.trace;

import io.quarkus.qute.TemplateData;
import java.time.Instant;
import java.util.List;

/**
 * One trace as a search finds it.
 *
 * @param fresh it is so new that the fold has not seen it; its figures are of what is here
 */
@TemplateData
public record Found(
        String traceId,
        Instant startedAt,
        double durationMs,
        String status,
        boolean complete,
        String execution,
        String rootName,
        String rootService,
        String sdType,
        long spans,
        long errors,
        long tokens,
        List<String> models,
        boolean fresh) {

    /** The id of its work item, else the name of its root. */
    public String title() {
        return execution != null ? execution : rootName;
    }

    /** The lamp of its end: bad, run or ok. */
    public String lamp() {
        return "ERROR".equals(status) ? "bad" : complete ? "ok" : "run";
    }

    /** Its end in words. */
    public String words() {
        return "ERROR".equals(status) ? "failed" : complete ? "succeeded" : "open";
    }

    public String modelNames() {
        return String.join(", ", models);
    }
}
