package dev.andon.analyzer.baseline;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Medians by hour of the week, by hour of the day, and over all; in UTC, as hours of rollups are. */
final class Seasons {
    /** So many weeks must agree before an hour of the week speaks for itself. */
    private static final int WEEKS = 3;
    /** So many days must agree before an hour of the day speaks for itself. */
    private static final int DAYS = 4;

    private final Map<Integer, Double> byHourOfWeek;
    private final Map<Integer, Double> byHourOfDay;
    private final double overall;

    private Seasons(Map<Integer, Double> byHourOfWeek, Map<Integer, Double> byHourOfDay, double overall) {
        this.byHourOfWeek = byHourOfWeek;
        this.byHourOfDay = byHourOfDay;
        this.overall = overall;
    }

    /** Of at least one hour. */
    static Seasons of(List<HourlyMedian> history) {
        Map<Integer, List<Double>> weekly = new HashMap<>();
        Map<Integer, List<Double>> daily = new HashMap<>();
        for (HourlyMedian hour : history) {
            weekly.computeIfAbsent(hourOfWeek(hour.hour()), key -> new ArrayList<>())
                    .add(hour.p50Ms());
            daily.computeIfAbsent(hourOfDay(hour.hour()), key -> new ArrayList<>())
                    .add(hour.p50Ms());
        }
        List<WeightedQuantile.Value> all = history.stream()
                .map(hour -> new WeightedQuantile.Value(hour.p50Ms(), hour.samples()))
                .toList();
        return new Seasons(medians(weekly, WEEKS), medians(daily, DAYS), WeightedQuantile.median(all));
    }

    /** What is normal at that hour, in milliseconds. */
    double expected(Instant hour) {
        Double daily = byHourOfDay.get(hourOfDay(hour));
        return byHourOfWeek.getOrDefault(hourOfWeek(hour), daily == null ? overall : daily);
    }

    private static Map<Integer, Double> medians(Map<Integer, List<Double>> groups, int minimum) {
        Map<Integer, Double> medians = new HashMap<>();
        groups.forEach((key, values) -> {
            if (values.size() >= minimum) {
                medians.put(key, WeightedQuantile.medianOfEqual(values));
            }
        });
        return medians;
    }

    private static int hourOfDay(Instant hour) {
        return hour.atZone(ZoneOffset.UTC).getHour();
    }

    private static int hourOfWeek(Instant hour) {
        ZonedDateTime time = hour.atZone(ZoneOffset.UTC);
        return time.getDayOfWeek().getValue() * 24 + time.getHour();
    }
}
