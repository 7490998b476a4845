package dev.andon.monitor.compare;

import dev.andon.common.trace.TraceSpan;
import dev.andon.monitor.format.Numbers;
import dev.andon.monitor.format.Times;
import dev.andon.monitor.waterfall.LoadedTrace;
import io.quarkus.qute.TemplateData;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is known about both traces as wholes, side by side. Pure. */
final class Facts {
    private Facts() {}

    /** One fact; {@code difference} is empty where there is none to give, and {@code differs} where the words are not the same. */
    @TemplateData
    record Fact(String label, String a, String b, String difference, boolean differs) {

        private static Fact of(String label, String a, String b) {
            return new Fact(label, a, b, "", !a.equals(b));
        }

        private static Fact counted(String label, long a, long b) {
            String difference = a == b ? "" : (a > b ? "+" : "") + Numbers.count(a - b);
            return new Fact(label, Numbers.count(a), Numbers.count(b), difference, a != b);
        }
    }

    static List<Fact> of(LoadedTrace a, LoadedTrace b, Instant now) {
        double durationA = a.root().durationUs() / 1000.0;
        double durationB = b.root().durationUs() / 1000.0;
        return List.of(
                new Fact(
                        "Duration",
                        Numbers.duration(durationA),
                        Numbers.duration(durationB),
                        Numbers.durationChange(durationA - durationB),
                        true),
                Fact.of("Started", Times.at(a.startedAt(), now), Times.at(b.startedAt(), now)),
                Fact.of("End", a.failed() ? "failed" : "succeeded", b.failed() ? "failed" : "succeeded"),
                Fact.of("Root", root(a), root(b)),
                Fact.counted("Spans", a.spans(), b.spans()),
                Fact.counted("Errors", a.errors(), b.errors()),
                Fact.counted("Tokens", a.tokens(), b.tokens()),
                Fact.of("Services", all(a, TraceSpan::service), all(b, TraceSpan::service)),
                Fact.of(
                        "Models",
                        all(a, span -> span.dimensions().model()),
                        all(b, span -> span.dimensions().model())));
    }

    private static String root(LoadedTrace trace) {
        return trace.root().service() + " " + trace.root().name();
    }

    private static String all(LoadedTrace trace, Function<TraceSpan, String> what) {
        String all = IntStream.range(0, trace.spans())
                .mapToObj(node -> what.apply(trace.waterfall().tree().span(node)))
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? Numbers.MISSING : all;
    }
}
