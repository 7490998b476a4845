package dev.andon.monitor.execution;

import io.quarkus.qute.TemplateData;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One work item: all traces that name it.
 *
 * @param durationMs from its first start to its last end
 * @param busyMs the sum of its traces' durations
 * @param newestTrace id of the trace that began last
 */
@TemplateData
public record Execution(
        String id,
        String sdType,
        long traces,
        long failed,
        boolean complete,
        Instant startedAt,
        double durationMs,
        double busyMs,
        long spans,
        long tokens,
        String newestTrace) {

    /** Its only trace, or the list of its traces. */
    public String href() {
        return traces == 1 ? "/traces/" + newestTrace : tracesHref();
    }

    /** The list of its traces. */
    public String tracesHref() {
        return "/traces?range=30d&execution=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    /** The lamp of its end: bad, run or ok. */
    public String lamp() {
        return failed > 0 ? "bad" : complete ? "ok" : "run";
    }

    /** Its end in words. */
    public String words() {
        return failed > 0 ? "failed" : complete ? "succeeded" : "open";
    }
}
