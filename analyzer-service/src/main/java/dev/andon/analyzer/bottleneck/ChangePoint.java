package dev.andon.analyzer.bottleneck;

import dev.andon.analyzer.baseline.HourlyMedian;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Since when a dimension is slower: the hour that best splits its hourly medians in a faster part before and a slower part after,
 * by least squares of their logarithms. Empty where no split stands out, for example where it was always slow.
 */
final class ChangePoint {
    private static final int LEAST_BEFORE = 3;
    private static final int LEAST_AFTER = 2;
    /** The median hour after must be so many times the median hour before. */
    private static final double LEAST_RATIO = 1.25;
    /** Difference of the parts in standard errors; hours are many and splits are searched, so more than the usual 2. */
    private static final double LEAST_ERRORS = 4;
    /** Hours with more samples than this are equally sure. */
    private static final double FULL_WEIGHT = 50;

    private static final double SMALLEST_MS = 0.001;
    private static final double MAD_TO_SIGMA = 1.4826;
    /** No hour counts for more than so many robust deviations from the median hour, so that one wild hour makes no step. */
    private static final double CLIP = 4;

    private static final double LEAST_DEVIATION = 0.1;

    private ChangePoint() {}

    static Optional<Instant> of(List<HourlyMedian> hours) {
        List<HourlyMedian> sorted =
                hours.stream().sorted(Comparator.comparing(HourlyMedian::hour)).toList();
        if (sorted.size() < LEAST_BEFORE + LEAST_AFTER) {
            return Optional.empty();
        }
        double[] logs = sorted.stream()
                .mapToDouble(hour -> Math.log(Math.max(SMALLEST_MS, hour.p50Ms())))
                .toArray();
        double[] weights = sorted.stream()
                .mapToDouble(hour -> Math.min(FULL_WEIGHT, hour.samples()))
                .toArray();
        int split = bestSplit(clipped(logs), weights);
        return split > 0 && medianRatio(logs, split) >= LEAST_RATIO
                ? Optional.of(sorted.get(split).hour())
                : Optional.empty();
    }

    /** The first index of the slower part; 0 where no split stands out. */
    private static int bestSplit(double[] logs, double[] weights) {
        Sums all = new Sums();
        for (int i = 0; i < logs.length; i++) {
            all.add(logs[i], weights[i]);
        }
        Sums before = new Sums();
        int best = 0;
        double bestGain = 0;
        for (int split = 1; split <= logs.length - LEAST_AFTER; split++) {
            before.add(logs[split - 1], weights[split - 1]);
            double difference = all.minus(before).mean() - before.mean();
            double gain = difference * difference * before.weight * (all.weight - before.weight) / all.weight;
            if (split >= LEAST_BEFORE && difference > 0 && gain > bestGain) {
                bestGain = gain;
                best = split;
            }
        }
        double residual =
                Math.max(0, all.squaredDeviation() - bestGain) / all.weight * Math.max(1, all.weight / logs.length);
        return bestGain > LEAST_ERRORS * LEAST_ERRORS * residual ? best : 0;
    }

    private static double[] clipped(double[] logs) {
        double middle = median(logs);
        double deviation = median(
                Arrays.stream(logs).map(value -> Math.abs(value - middle)).toArray());
        double reach = CLIP * Math.max(LEAST_DEVIATION, deviation * MAD_TO_SIGMA);
        return Arrays.stream(logs)
                .map(value -> Math.clamp(value, middle - reach, middle + reach))
                .toArray();
    }

    private static double medianRatio(double[] logs, int split) {
        return Math.exp(median(Arrays.copyOfRange(logs, split, logs.length)) - median(Arrays.copyOf(logs, split)));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Weighted sums of which means and squared deviations follow. */
    private static final class Sums {
        private double weight;
        private double sum;
        private double squares;

        void add(double value, double itsWeight) {
            weight += itsWeight;
            sum += value * itsWeight;
            squares += value * value * itsWeight;
        }

        Sums minus(Sums other) {
            Sums rest = new Sums();
            rest.weight = weight - other.weight;
            rest.sum = sum - other.sum;
            rest.squares = squares - other.squares;
            return rest;
        }

        double mean() {
            return sum / weight;
        }

        double squaredDeviation() {
            return squares - sum * sum / weight;
        }
    }
}
