package dev.andon.monitor.format;

import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import java.time.Instant;

/** Figures and times in templates: {@code fmt:ms(finding.p50Ms)}. Whatever is null becomes a dash. */
@TemplateExtension(namespace = "fmt")
final class Formats {
    private static final int SHORT_ID = 8;

    private Formats() {}

    static String ms(Number ms) {
        return Numbers.duration(ms == null ? null : ms.doubleValue());
    }

    static String change(Number ms) {
        return Numbers.durationChange(ms == null ? null : ms.doubleValue());
    }

    static String range(Number lowMs, Number highMs) {
        return Numbers.durationRange(
                lowMs == null ? null : lowMs.doubleValue(), highMs == null ? null : highMs.doubleValue());
    }

    static String count(Number number) {
        return Numbers.count(number == null ? null : number.longValue());
    }

    static String ratio(Number ratio) {
        return Numbers.ratio(ratio == null ? null : ratio.doubleValue());
    }

    static String share(Number share) {
        return Numbers.percent(share == null ? null : share.doubleValue());
    }

    static String shareChange(Number share) {
        return Numbers.change(share == null ? null : share.doubleValue());
    }

    static String confidence(Number probability) {
        return Numbers.confidence(probability == null ? null : probability.doubleValue());
    }

    static String at(Instant time, Instant now) {
        return Times.at(time, now);
    }

    static String ago(Instant time, Instant now) {
        return Times.ago(time, now);
    }

    static String full(Instant time) {
        return Times.full(time);
    }

    static String precise(Instant time) {
        return Times.precise(time);
    }

    /** A figure with its units set smaller. */
    static RawString figure(String text) {
        StringBuilder html = new StringBuilder();
        for (String part : text.split("\u00a0")) {
            String safe = part.replace("<", "&lt;");
            boolean unit = !part.isEmpty() && !Character.isDigit(part.charAt(part.length() - 1));
            html.append(html.isEmpty() ? "" : "\u00a0")
                    .append(unit && !html.isEmpty() ? "<small>" + safe + "</small>" : safe);
        }
        return new RawString(html.toString());
    }

    /** The first eight digits of an id. */
    static String id(String id) {
        return id == null ? Numbers.MISSING : id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
    }
}
