package dev.andon.monitor.bottleneck;

import dev.andon.monitor.chart.Spark;
import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.dimension.RollupRepository;
import dev.andon.monitor.filter.Hint;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.page.Range;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.part.Part;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.Output;
import dev.andon.monitor.run.Run;
import dev.andon.monitor.run.RunRepository;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ranked list of dimensions. */
@Path("/bottlenecks")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class BottlenecksResource {
    private static final String DEFAULT_SORT = "-impact";
    private static final int SPARK_WIDTH = 96;
    private static final int SPARK_STEPS = 14;
    private static final Map<String, String> WORDS = Map.of("by", "type", "state", "state", "q", "name");

    private final Shells shells;
    private final RunRepository runs;
    private final RollupRepository rollups;

    BottlenecksResource(Shells shells, RunRepository runs, RollupRepository rollups) {
        this.shells = shells;
        this.runs = runs;
        this.rollups = rollups;
    }

    @GET
    public TemplateInstance list() {
        Range range = shells.range("7d");
        PageUrl url = shells.url();
        Part<Run> open = shells.part("The running analysis", this::open);
        Part<BottlenecksPage.Listing> listing = shells.part(
                "The last analysis",
                () -> runs.latest().map(latest -> listing(latest, url)).orElse(null));
        Part<BottlenecksPage.Sparks> sparks = shells.part("The trend", () -> sparks(listing.value(), range));
        return new BottlenecksPage(
                shells.of("bottlenecks", "Bottlenecks", range),
                open,
                listing,
                sparks,
                url.query().get("q"));
    }

    private Run open() {
        return runs.newest(1).stream().filter(Run::isOpen).findFirst().orElse(null);
    }

    private static BottlenecksPage.Listing listing(RunRepository.Latest latest, PageUrl url) {
        Ranking.Wish wish = Ranking.Wish.of(url);
        Output output = latest.output();
        Ranking ranking = Ranking.of(output, wish);
        return new BottlenecksPage.Listing(
                latest.run(),
                output,
                rows(ranking),
                ranking.tooFew(),
                types(url, wish.type(), ranking.byType()),
                states(url, wish.state(), output),
                heads(url, wish.sort() == null ? DEFAULT_SORT : wish.sort()),
                notes(output),
                paging(url, ranking),
                ranking.rows().isEmpty()
                        ? Hint.of(
                                url,
                                WORDS,
                                wider -> Ranking.of(output, Ranking.Wish.of(wider))
                                        .total())
                        : null);
    }

    private static List<BottlenecksPage.Row> rows(Ranking ranking) {
        double most = ranking.rows().stream()
                .mapToDouble(BottlenecksResource::impact)
                .max()
                .orElse(0);
        List<BottlenecksPage.Row> rows = new ArrayList<>();
        int rank = ranking.firstRank();
        for (Finding finding : ranking.rows()) {
            double lost = most == 0 ? 0 : Math.round(impact(finding) / most * 1000) / 10.0;
            rows.add(new BottlenecksPage.Row(++rank, finding, lost));
        }
        return rows;
    }

    private BottlenecksPage.Sparks sparks(BottlenecksPage.Listing listing, Range range) {
        if (listing == null) {
            return null;
        }
        List<Finding> findings =
                listing.rows().stream().map(BottlenecksPage.Row::finding).toList();
        Map<Dimension, List<Double>> medians =
                rollups.sparks(findings.stream().map(Finding::dimension).toList(), range, SPARK_STEPS);
        Map<Dimension, Spark> sparks = new HashMap<>();
        for (Finding finding : findings) {
            List<Double> values = medians.getOrDefault(finding.dimension(), List.of());
            sparks.put(finding.dimension(), Spark.of(values, finding.thresholdMs(), SPARK_WIDTH));
        }
        return new BottlenecksPage.Sparks(sparks);
    }

    private static List<BottlenecksPage.Facet> types(PageUrl url, String current, Map<String, Long> byType) {
        List<BottlenecksPage.Facet> facets = new ArrayList<>();
        byType.forEach((type, count) -> {
            boolean chosen = type.equals(current);
            facets.add(new BottlenecksPage.Facet(
                    new Dimension(type, "").word(),
                    count,
                    url.with("by", chosen ? null : type).toString(),
                    chosen,
                    new Dimension(type, "")));
        });
        return facets;
    }

    private static List<BottlenecksPage.Facet> states(PageUrl url, String current, Output output) {
        return Map.of("above", 0, "watched", 1, "within", 2).entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(entry -> {
                    String state = entry.getKey();
                    boolean chosen = state.equals(current);
                    String word = state.equals("above") ? "above limit" : state;
                    return new BottlenecksPage.Facet(
                            word,
                            output.count(state),
                            url.with("state", chosen ? null : state).toString(),
                            chosen,
                            null);
                })
                .toList();
    }

    private static List<BottlenecksPage.Head> heads(PageUrl url, String sort) {
        return List.of(
                head(url, sort, "name", "Dimension", ""),
                head(url, sort, "-ratio", "Ratio", "num"),
                head(url, sort, null, "p50 on baseline ┃ and limit ┇", "col-2 roomy"),
                head(url, sort, "-p50", "p50, usual", "num col-2"),
                head(url, sort, "-p95", "p95", "num col-3"),
                head(url, sort, "-runs", "Runs, sure", "num col-2"),
                head(url, sort, DEFAULT_SORT, "Lost", "num no-phone"),
                head(url, sort, null, "p50 over time", "col-2 roomy"),
                head(url, sort, null, "Improvement", "col-3"));
    }

    private static BottlenecksPage.Head head(PageUrl url, String sort, String key, String label, String css) {
        if (key == null) {
            return new BottlenecksPage.Head(label, css, "", "");
        }
        boolean current = key.equals(sort);
        String direction = !current ? "" : key.startsWith("-") ? "descending" : "ascending";
        return new BottlenecksPage.Head(label, css, url.with("sort", key).toString(), direction);
    }

    private static List<BottlenecksPage.Note> notes(Output output) {
        return output.dimensions().stream()
                .filter(finding -> "learned".equals(finding.baselineSource()) && finding.baselineP50Ms() != null)
                .filter(finding ->
                        finding.state().equals("above") || finding.state().equals("watched"))
                .limit(6)
                .map(finding -> new BottlenecksPage.Note(
                        finding, String.format(Locale.ROOT, "%.3f", finding.baselineP50Ms() / 1000)))
                .toList();
    }

    private static BottlenecksPage.Paging paging(PageUrl url, Ranking ranking) {
        boolean cut = ranking.pages() == 1 && ranking.rows().size() < ranking.total()
                || ranking.tooFew().size() < ranking.tooFewTotal();
        return new BottlenecksPage.Paging(
                ranking.rows().size(),
                ranking.total(),
                ranking.tooFewTotal(),
                ranking.page() > 1 ? url.with("page", ranking.page() - 1).toString() : "",
                ranking.page() < ranking.pages()
                        ? url.with("page", ranking.page() + 1).toString()
                        : "",
                cut ? url.with("show", Ranking.ALL).toString() : "");
    }

    private static double impact(Finding finding) {
        return finding.impactMs() == null ? 0 : finding.impactMs();
    }
}
