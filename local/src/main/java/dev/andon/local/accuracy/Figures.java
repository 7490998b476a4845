package dev.andon.local.accuracy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, by stable key, with the goal in words and remarks on what missed it. */
public final class Figures {
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Map<String, String> goals = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();

    void put(String key, double value, String goal) {
        values.put(key, value);
        goals.put(key, goal);
    }

    void remark(String sentence) {
        remarks.add(sentence);
    }

    /** In the order measured. */
    public Map<String, Double> values() {
        return values;
    }

    /** The goal of a key in words; empty where it has none. */
    public String goal(String key) {
        return goals.get(key);
    }

    public List<String> remarks() {
        return remarks;
    }
}
