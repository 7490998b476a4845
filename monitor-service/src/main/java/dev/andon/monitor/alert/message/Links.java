package dev.andon.monitor.alert.message;

import java.util.Optional;

/** Whole addresses of pages, where the address of the dashboard is known. */
public record Links(Optional<String> dashboard) {
    /** Null where there is none. */
    String to(String page) {
        if (page == null || page.startsWith("https://") || page.startsWith("http://")) {
            return page;
        }
        return dashboard.map(base -> base.replaceAll("/+$", "") + page).orElse(null);
    }
}
