package dev.andon.analyzer.baseline;

import java.util.Comparator;
import java.util.List;

/** The value with a given part of the weight below it. */
final class WeightedQuantile {
    private WeightedQuantile() {}

    /**
     * @param weight above zero
     */
    record Value(double value, double weight) {}

    /** Half of the weight on either side; of at least one value. */
    static double median(List<Value> values) {
        return of(values, 0.5);
    }

    /** Of at least one value; exactly between two values it is their mean. */
    static double of(List<Value> values, double part) {
        List<Value> sorted =
                values.stream().sorted(Comparator.comparingDouble(Value::value)).toList();
        double wanted = part * sorted.stream().mapToDouble(Value::weight).sum();
        double below = 0;
        for (int i = 0; i < sorted.size(); i++) {
            below += sorted.get(i).weight();
            if (below == wanted && i + 1 < sorted.size()) {
                return (sorted.get(i).value() + sorted.get(i + 1).value()) / 2;
            }
            if (below >= wanted) {
                return sorted.get(i).value();
            }
        }
        throw new IllegalArgumentException("A quantile needs at least one value.");
    }

    /** The median of values that all weigh the same. */
    static double medianOfEqual(List<Double> values) {
        return median(values.stream().map(value -> new Value(value, 1)).toList());
    }
}
