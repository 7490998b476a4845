package dev.andon.monitor.trace;

import dev.andon.common.problem.ProblemException;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.page.Range;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a search for traces asks for, read from the address. A field that is null does not narrow. Durations are in milliseconds. */
public record TraceFilter(
        Range range,
        String service,
        String status,
        Double minMs,
        Double maxMs,
        String execution,
        String model,
        String sdType,
        String text) {
    private static final Pattern DURATION = Pattern.compile("([0-9]+(?:[.,][0-9]+)?)\\s*(ms|s|min|m|h)?");
    private static final int LONGEST_DURATION = 24;
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");

    /** The filters by their query keys, with the words of their chips. */
    static final Map<String, String> WORDS = words();

    /** Reads the query keys {@code service, status, min, max, execution, model, sd_type, q}. */
    public static TraceFilter of(PageUrl url, Range range) {
        Map<String, String> query = url.query();
        String status = query.get("status");
        return new TraceFilter(
                range,
                query.get("service"),
                status != null && (status.equals("error") || status.equals("ok") || status.equals("open"))
                        ? status
                        : null,
                duration("min", query),
                duration("max", query),
                query.get("execution"),
                query.get("model"),
                query.get("sd_type"),
                query.get("q") == null ? null : query.get("q").strip().toLowerCase(Locale.ROOT));
    }

    private static Double duration(String key, Map<String, String> query) {
        Double ms = duration(query.get(key));
        if (ms == null && query.containsKey(key)) {
            throw ProblemException.invalid(key, key + " must be a duration such as 300ms, 1.5s, 2min or 1h.");
        }
        return ms;
    }

    /** 300, 300ms, 1.5 s, 2min, 1h; a bare number is milliseconds, anything else null. */
    static Double duration(String text) {
        if (text == null) {
            return null;
        }
        Matcher matcher = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches() || text.length() > LONGEST_DURATION) {
            return null;
        }
        double number = Double.parseDouble(matcher.group(1).replace(',', '.'));
        return switch (matcher.group(2) == null ? "ms" : matcher.group(2)) {
            case "s" -> number * 1_000;
            case "m", "min" -> number * 60_000;
            case "h" -> number * 3_600_000;
            default -> number;
        };
    }

    /** The filters that are set, by query key, with the words of their chips. */
    public static Map<String, String> set(PageUrl url) {
        Map<String, String> set = new LinkedHashMap<>();
        WORDS.forEach((key, word) -> {
            if (url.query().containsKey(key)) {
                set.put(key, word);
            }
        });
        return set;
    }

    /** The text is a whole trace id. */
    public boolean isTraceId() {
        return text != null && TRACE_ID.matcher(text).matches();
    }

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("q", "text");
        words.put("service", "service");
        words.put("status", "status");
        words.put("min", "at least");
        words.put("max", "less than");
        words.put("execution", "execution");
        words.put("model", "model");
        words.put("sd_type", "type");
        return words;
    }
}
