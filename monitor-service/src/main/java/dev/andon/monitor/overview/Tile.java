package dev.andon.monitor.overview;

import dev.andon.monitor.chart.Spark;
import dev.andon.monitor.format.Numbers;
import io.quarkus.qute.TemplateData;
import java.util.List;
import java.util.function.Function;

/**
 * One figure of the last 24 hours with its neighbour, the 24 hours before.
 *
 * @param bad the change is for the worse
 */
@TemplateData
public record Tile(String label, String href, String figure, String change, String was, boolean bad, Spark spark) {

    /** The tiles of two days and the hours of the newer one. */
    static List<Tile> of(Day now, Day before, List<Day> hours) {
        return List.of(
                counted("Traces", "/traces?range=24h", now.traces(), before.traces(), spark(hours, day ->
                        (double) day.traces())),
                counted(
                        "Executions",
                        "/executions?range=24h",
                        now.executions(),
                        before.executions(),
                        spark(hours, day -> (double) day.executions())),
                timed("End to end, p95", now.p95Ms(), before.p95Ms(), spark(hours, Day::p95Ms)),
                failed(now, before, spark(hours, Day::failedShare)),
                counted("Tokens", "/traces?range=24h", now.tokens(), before.tokens(), spark(hours, day ->
                        (double) day.tokens())));
    }

    private static Tile counted(String label, String href, long now, long before, Spark spark) {
        String change = before == 0 ? "" : Numbers.change((double) now / before - 1);
        return tile(label, href, Numbers.count(now), change, "was " + Numbers.count(before), false, spark);
    }

    private static Tile timed(String label, Double now, Double before, Spark spark) {
        Double change = now == null || before == null || before == 0 ? null : (Double) (now / before - 1);
        String words = change == null || Math.abs(change) < 0.005
                ? ""
                : Numbers.percent(Math.abs(change)) + (change > 0 ? " slower" : " faster");
        return tile(
                label,
                "/traces?range=24h&sort=-duration",
                Numbers.duration(now),
                words,
                "was " + Numbers.duration(before),
                change != null && change > 0.1,
                spark);
    }

    private static Tile failed(Day now, Day before, Spark spark) {
        boolean worse = now.failedShare() != null
                && before.failedShare() != null
                && now.failedShare() > before.failedShare() * 1.25 + 0.002;
        return tile(
                "Failed",
                "/traces?range=24h&status=error",
                Numbers.percent(now.failedShare()),
                Numbers.count(now.failed()) + (now.failed() == 1 ? " trace" : " traces"),
                "was " + Numbers.percent(before.failedShare()),
                worse,
                spark);
    }

    private static Tile tile(
            String label, String href, String figure, String change, String was, boolean bad, Spark spark) {
        return new Tile(label, href, figure, change, was, bad, spark);
    }

    private static Spark spark(List<Day> hours, Function<Day, Double> figure) {
        return Spark.of(hours.stream().map(figure).toList(), null, 80);
    }
}
