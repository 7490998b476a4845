package dev.andon.monitor.filter;

import dev.andon.monitor.page.PageUrl;
import io.quarkus.qute.TemplateData;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Where nothing matches: the one filter whose removal shows most, or all of them where no single one helps.
 *
 * @param word what it filters by; empty where it stands for all
 * @param count how many there are without it, at most {@link #MOST}; 0 where it stands for all
 * @param more there are more than that
 * @param href the page without it
 */
@TemplateData
public record Hint(String word, String value, long count, boolean more, String href) {
    /** Counting ends here; {@code count} functions may stop one above. */
    public static final int MOST = 1_000;

    /**
     * Tries the page without each filter that is set.
     *
     * @param words what each query key filters by
     * @param count how many match on a page
     * @return null where no filter is set
     */
    public static Hint of(PageUrl url, Map<String, String> words, ToLongFunction<PageUrl> count) {
        Hint best = null;
        PageUrl bare = url;
        for (Map.Entry<String, String> filter : words.entrySet()) {
            String value = url.query().get(filter.getKey());
            if (value != null) {
                PageUrl wider = url.without(filter.getKey());
                bare = bare.without(filter.getKey());
                long found = count.applyAsLong(wider);
                if (best == null || found > best.count()) {
                    best = new Hint(filter.getValue(), value, Math.min(found, MOST), found > MOST, wider.toString());
                }
            }
        }
        return best == null || best.count() > 0 ? best : new Hint("", "", 0, false, bare.toString());
    }
}
