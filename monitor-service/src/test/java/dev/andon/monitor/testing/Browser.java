package dev.andon.monitor.testing;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The one real Chromium of a test JVM: the one installed on the system, never a downloaded one. */
public final class Browser {
    private static com.microsoft.playwright.Browser browser;

    private Browser() {}

    /** The browser; the calling test is skipped, loudly, where there is none. */
    public static synchronized com.microsoft.playwright.Browser get() {
        if (browser == null) {
            Optional<Path> chromium = chromium();
            if (chromium.isEmpty()) {
                System.err.println("SKIPPED: no Chromium in PATH, the pages are not tested in a browser.");
            }
            Assumptions.assumeTrue(chromium.isPresent(), "Install Chromium to test the pages in a browser.");
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(chromium.get())
                            .setHeadless(true)
                            .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        }
        return browser;
    }

    private static Optional<Path> chromium() {
        Stream<String> folders =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return folders.flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(path -> path.toFile().canExecute())
                .findFirst();
    }
}
