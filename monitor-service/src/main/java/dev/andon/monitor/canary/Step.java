package dev.andon.monitor.canary;

/** What the canary has to get past, in order. */
enum Step {
    INGEST(
            "ingest takes it",
            "Check that ingest is ready (/q/health/ready on its port) and that ANDON_API_KEY has the scope ingest."),
    QUERY("ingest finds it by its id", "Check that ANDON_API_KEY has the scope read, and ingest's log."),
    ROLLUP("the rollups hold it", "Check that an analyzer is up, and look for a long transaction in pg_stat_activity."),
    PAGE(
            "its page shows it",
            "Check that a monitor answers at ANDON_MONITOR_URL and that ANDON_API_KEY has the scope read.");

    private final String means;
    private final String remedy;

    Step(String means, String remedy) {
        this.means = means;
        this.remedy = remedy;
    }

    /** For people, after "until". */
    String means() {
        return means;
    }

    /** What to do where it does not come about. */
    String remedy() {
        return remedy;
    }
}
