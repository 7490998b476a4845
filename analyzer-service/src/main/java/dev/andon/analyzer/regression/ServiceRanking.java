package dev.andon.analyzer.regression;

import dev.andon.analyzer.regression.Regression.Part;
import dev.andon.analyzer.rollup.CallKey;
import dev.andon.common.histogram.LogHistogram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which service became slower, from its calls in two periods. Time between a caller's span and its callee's belongs to the edge, not to
 * either: where most edges of a caller slowed down the caller is at fault, what remains of an edge is the callee's. A service has up to
 * three effects: its own code, calls to it, calls from it.
 */
final class ServiceRanking {
    /** So many callees must be comparable before slowness is put down to their common caller. */
    private static final int CALLEES_FOR_CALLER_EFFECT = 3;

    private static final int PARTS = 5;

    private final Map<CallKey, Comparison> keys;
    private final Map<String, Component> own = new TreeMap<>();
    private final Map<String, Map<String, Component>> edgesByCaller = new TreeMap<>();

    private ServiceRanking(Map<CallKey, LogHistogram> before, Map<CallKey, LogHistogram> after) {
        keys = Comparisons.of(before, after);
        pool();
    }

    /**
     * Every service with comparable calls, findings first.
     *
     * @param before own time a call on the critical path, by key of whichever hour
     */
    static List<Regression> rank(Map<CallKey, LogHistogram> before, Map<CallKey, LogHistogram> after) {
        return new ServiceRanking(before, after).rows();
    }

    /**
     * One reason to suspect a service.
     *
     * @param subject of the sentence
     * @param likely lower bound of the log ratio for the order of rows
     * @param sure lower bound for the verdict
     */
    private record Effect(String subject, double likely, double sure, Component component, List<CallKey> behind) {
        boolean significant() {
            return Verdict.significant(sure, component.callsBefore(), component.callsAfter());
        }
    }

    private void pool() {
        Map<String, List<Comparison>> ownKeys = new TreeMap<>();
        Map<String, Map<String, List<Comparison>>> edgeKeys = new TreeMap<>();
        keys.forEach((key, comparison) -> {
            if (CallKey.OWN.equals(key.kind())) {
                ownKeys.computeIfAbsent(key.service(), absent -> new ArrayList<>())
                        .add(comparison);
            } else {
                edgeKeys.computeIfAbsent(key.service(), absent -> new TreeMap<>())
                        .computeIfAbsent(key.callee(), absent -> new ArrayList<>())
                        .add(comparison);
            }
        });
        ownKeys.forEach((service, comparisons) -> own.put(service, Component.of(comparisons)));
        edgeKeys.forEach((caller, byCallee) -> {
            Map<String, Component> edges = new TreeMap<>();
            byCallee.forEach((callee, comparisons) -> edges.put(callee, Component.of(comparisons)));
            edgesByCaller.put(caller, edges);
        });
    }

    private List<Regression> rows() {
        Map<String, List<Effect>> effects = new TreeMap<>();
        own.forEach((service, component) -> add(
                effects,
                service,
                new Effect(
                        "own code of " + service + " takes",
                        component.bound(Verdict.LIKELY),
                        component.bound(Verdict.SURE),
                        component,
                        behind(CallKey.OWN, service, null))));
        edgesByCaller.forEach((caller, edges) -> {
            if (edges.size() >= CALLEES_FOR_CALLER_EFFECT) {
                add(effects, caller, callerEffect(caller, edges));
            }
        });
        for (String callee : callees()) {
            add(effects, callee, calleeEffect(callee));
        }
        List<Regression> rows = new ArrayList<>();
        effects.forEach((service, reasons) -> rows.add(row(service, reasons)));
        return Verdict.ordered(rows);
    }

    private Effect callerEffect(String caller, Map<String, Component> edges) {
        List<CallKey> behind = behind(CallKey.EDGE, caller, null);
        Component all = Component.of(behind.stream().map(keys::get).toList());
        return new Effect(
                "calls from " + caller + " take",
                lowerMedianBound(edges, Verdict.LIKELY),
                lowerMedianBound(edges, Verdict.SURE),
                all,
                behind);
    }

    private Effect calleeEffect(String callee) {
        double weight = 0;
        double ratio = 0;
        double squares = 0;
        for (Map.Entry<String, Map<String, Component>> caller : edgesByCaller.entrySet()) {
            Component edge = caller.getValue().get(callee);
            if (edge != null) {
                double calls = edge.callsAfter();
                weight += calls;
                ratio += calls * (edge.logRatio() - callerRatio(caller.getValue()));
                squares += calls * calls * edge.error() * edge.error();
            }
        }
        double error = Math.sqrt(squares) / weight;
        List<CallKey> behind = behind(CallKey.EDGE, null, callee);
        Component all = Component.of(behind.stream().map(keys::get).toList());
        return new Effect(
                "calls to " + callee + " take",
                ratio / weight - Verdict.LIKELY * error,
                ratio / weight - Verdict.SURE * error,
                all,
                behind);
    }

    /** How much all calls of a caller slowed down: never below zero, and zero where it has too few callees to tell. */
    private static double callerRatio(Map<String, Component> edges) {
        return edges.size() < CALLEES_FOR_CALLER_EFFECT ? 0 : Math.max(0, lowerMedianBound(edges, 0));
    }

    private static double lowerMedianBound(Map<String, Component> edges, double z) {
        double[] bounds = edges.values().stream()
                .mapToDouble(edge -> edge.bound(z))
                .sorted()
                .toArray();
        return bounds[(bounds.length - 1) / 2];
    }

    private TreeSet<String> callees() {
        TreeSet<String> callees = new TreeSet<>();
        edgesByCaller.values().forEach(edges -> callees.addAll(edges.keySet()));
        return callees;
    }

    private List<CallKey> behind(String kind, String service, String callee) {
        return keys.keySet().stream()
                .filter(key -> kind.equals(key.kind()))
                .filter(key -> service == null || service.equals(key.service()))
                .filter(key -> callee == null || callee.equals(key.callee()))
                .toList();
    }

    private static void add(Map<String, List<Effect>> effects, String service, Effect effect) {
        effects.computeIfAbsent(service, absent -> new ArrayList<>()).add(effect);
    }

    private Regression row(String service, List<Effect> reasons) {
        double positive = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (Effect reason : reasons) {
            positive += Math.max(0, reason.likely());
            largest = Math.max(largest, reason.likely());
        }
        Effect main = reasons.stream()
                .max(Comparator.comparing(Effect::significant).thenComparingDouble(Effect::sure))
                .orElseThrow();
        Component component = main.component();
        List<Part> parts = parts(main.behind());
        return new Regression(
                "service",
                service,
                positive > 0 ? positive : largest,
                component.beforeMs(),
                component.afterMs(),
                component.callsBefore(),
                component.callsAfter(),
                main.significant(),
                Math.exp(main.sure()),
                parts.stream().mapToDouble(Part::addedMs).sum(),
                Verdict.sentence(
                        main.subject(),
                        main.sure(),
                        component.beforeMs(),
                        component.afterMs(),
                        component.keys() + (component.keys() == 1 ? " operation" : " operations")),
                parts.stream().limit(PARTS).toList());
    }

    private List<Part> parts(List<CallKey> behind) {
        return behind.stream()
                .map(key -> {
                    Comparison comparison = keys.get(key);
                    return new Part(
                            key.kind(),
                            key.service(),
                            key.callee(),
                            key.operation(),
                            comparison.before().meanMs(),
                            comparison.after().meanMs(),
                            comparison.addedMs());
                })
                .sorted(Comparator.comparingDouble(Part::addedMs).reversed())
                .toList();
    }
}
