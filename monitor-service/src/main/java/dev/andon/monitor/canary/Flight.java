package dev.andon.monitor.canary;

import java.util.EnumMap;
import java.util.Map;

/**
 * How far one canary came.
 *
 * @param took milliseconds of each step that it got past, in order
 * @param failed the step that did not come about; null where all did
 * @param why what was seen instead; null where all is well
 */
record Flight(Map<Step, Double> took, Step failed, String why) {
    double seconds() {
        return took.values().stream().mapToDouble(Double::doubleValue).sum() / 1_000;
    }

    /** One sentence. */
    String sentence() {
        StringBuilder steps = new StringBuilder();
        took.forEach((step, millis) -> steps.append(steps.isEmpty() ? "" : ", ")
                .append(step.means())
                .append(" after ")
                .append(Math.round(millis))
                .append(" ms"));
        String past = steps.isEmpty() ? "" : Character.toUpperCase(steps.charAt(0)) + steps.substring(1) + ".";
        return failed == null
                ? past
                : "It did not come about that " + failed.means() + " (" + why + ")."
                        + (past.isEmpty() ? "" : " " + past);
    }

    /** Collects the steps of a flight. */
    static final class Log {
        private final Map<Step, Double> took = new EnumMap<>(Step.class);
        private long since = System.nanoTime();

        void past(Step step) {
            long now = System.nanoTime();
            took.put(step, (now - since) / 1e6);
            since = now;
        }

        Flight landed() {
            return new Flight(took, null, null);
        }

        Flight lost(Step step, String why) {
            return new Flight(took, step, why);
        }
    }
}
