package dev.andon.monitor.nightly;

import dev.andon.monitor.browser.Chromium;
import dev.andon.monitor.browser.Chromium.Shown;
import dev.andon.monitor.probe.Probe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks at pages in a real Chromium; where there is none, loudly, at what the server sends. */
final class Smoke {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final String dashboard;
    private final Optional<String> key;
    private final Path images;

    /**
     * @param dashboard address of the pages
     * @param images folder for pictures of the pages; null for none
     */
    Smoke(String dashboard, Optional<String> key, Path images) {
        this.dashboard = dashboard.replaceAll("/+$", "");
        this.key = key;
        this.images = images;
    }

    /** One part a page. */
    List<Part> look(List<SmokePage> pages, PrintWriter err) throws InterruptedException {
        Optional<Path> executable = Chromium.find();
        if (executable.isEmpty()) {
            err.println(
                    "NO CHROMIUM IN PATH: the pages are asked for by HTTP only, their scripts are not run. Install Chromium.");
            return lookByHttp(pages);
        }
        try (Chromium browser = Chromium.start(executable.get())) {
            List<Part> parts = new ArrayList<>();
            for (SmokePage page : pages) {
                parts.add(inBrowser(browser, page));
            }
            return parts;
        } catch (IOException failed) {
            err.println("CHROMIUM DID NOT START (" + failed.getMessage() + "): the pages are asked for by HTTP only.");
            return lookByHttp(pages);
        }
    }

    private Part inBrowser(Chromium browser, SmokePage page) throws InterruptedException {
        long began = System.nanoTime();
        try {
            Path image = images == null ? null : images.resolve(page.fileName());
            return judge(page, browser.open(dashboard + page.path(), key, page.ready(), LIMIT, image), true, began);
        } catch (IOException failed) {
            return part(
                    page, Part.Outcome.FAILED, "The browser could not open it: " + failed.getMessage() + ".", began);
        }
    }

    private List<Part> lookByHttp(List<SmokePage> pages) throws InterruptedException {
        List<Part> parts = new ArrayList<>();
        for (SmokePage page : pages) {
            long began = System.nanoTime();
            Probe.Seen seen = new Probe().get(dashboard + page.path(), key, LIMIT);
            parts.add(judge(page, new Shown(seen.status(), seen.body(), List.of()), false, began));
        }
        return parts;
    }

    private Part judge(SmokePage page, Shown shown, boolean browser, long began) {
        String text = shown.text().toLowerCase(Locale.ROOT);
        List<String> wrong = new ArrayList<>();
        if (shown.status() != OK) {
            wrong.add(shown.status() == 0 ? "nobody answers" : "it answers " + shown.status());
        } else {
            page.texts().stream()
                    .filter(expected -> !text.contains(expected.toLowerCase(Locale.ROOT)))
                    .forEach(missing -> wrong.add("\"" + missing + "\" is not on it"));
            page.never().stream()
                    .filter(bad -> browser && text.contains(bad.toLowerCase(Locale.ROOT)))
                    .forEach(bad -> wrong.add("it says \"" + bad + "\""));
            shown.errors()
                    .forEach(error -> wrong.add(
                            "a script failed: " + error.lines().findFirst().orElse("")));
        }
        return wrong.isEmpty()
                ? part(page, Part.Outcome.OK, browser ? "Shown in a browser." : "Answered by HTTP.", began)
                : part(page, Part.Outcome.FAILED, page.path() + ": " + String.join(", ", wrong) + ".", began);
    }

    private static Part part(SmokePage page, Part.Outcome outcome, String detail, long began) {
        return new Part(
                page.name(),
                outcome,
                detail,
                outcome == Part.Outcome.OK ? null : "Open " + page.path() + " and look at the monitor's log.",
                (System.nanoTime() - began) / 1e9);
    }
}
