package dev.andon.monitor.nightly;

import java.util.List;

/**
 * A page that is looked at each night.
 *
 * @param ready JavaScript that is true once the page has what it shows
 * @param texts what must be on it
 * @param never what must not
 */
record SmokePage(String name, String path, String ready, List<String> texts, List<String> never) {
    /** Those that are looked at. */
    static final List<SmokePage> ALL = List.of(
            new SmokePage(
                    "dashboard telemetry",
                    "/dashboard/telemetry",
                    "document.querySelector('#usage[aria-busy=\"false\"]')",
                    List.of("Requests", "Domains", "Models"),
                    List.of("could not be read")),
            new SmokePage(
                    "dashboard privacy",
                    "/dashboard/privacy",
                    "document.querySelector('.page-body')",
                    List.of("Audit log", "How long data is kept"),
                    List.of("could not be read")),
            new SmokePage(
                    "privacy requests",
                    "/dashboard/privacy/requests",
                    "document.querySelector('#list')",
                    List.of("New request"),
                    List.of("could not be read")));

    /** For the name of a picture: dashboard-telemetry.png. */
    String fileName() {
        return name.replace(' ', '-') + ".png";
    }
}
