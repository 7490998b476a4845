package dev.andon.monitor.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The address of a page with its query, from which links to its other states are made. Empty values are left out. */
public record PageUrl(String path, Map<String, String> query) {

    public PageUrl {
        Map<String, String> kept = new LinkedHashMap<>();
        query.forEach((key, value) -> {
            if (value != null && !value.isBlank()) {
                kept.put(key, value);
            }
        });
        query = java.util.Collections.unmodifiableMap(kept);
    }

    /** A page without a query. */
    public static PageUrl of(String path) {
        return new PageUrl(path, Map.of());
    }

    /** The same page with one key changed; null or empty takes it out. A change of anything starts over at the first page. */
    public PageUrl with(String key, Object value) {
        Map<String, String> changed = new LinkedHashMap<>(query);
        changed.remove("cursor");
        changed.remove("page");
        changed.put(key, value == null ? null : value.toString());
        return new PageUrl(path, changed);
    }

    /** The same page without a key. */
    public PageUrl without(String key) {
        return with(key, null);
    }

    @Override
    public String toString() {
        return query.isEmpty()
                ? path
                : path + "?"
                        + query.entrySet().stream()
                                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                                .collect(Collectors.joining("&"));
    }

    /** Colons may stand in a query; times read better with them. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%3A", ":");
    }
}
