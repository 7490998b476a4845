package dev.andon.monitor.testing;

import dev.andon.common.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.StringJoiner;

/** The analysis of the story, its thresholds and its improvements, in the form the analyzer writes. */
final class StoryRun {
    private final TestDatabase database;
    private final Instant now;

    StoryRun(TestDatabase database, Instant now) {
        this.database = database;
        this.now = now;
    }

    void write() {
        improvements();
        StringJoiner worst = new StringJoiner(",");
        StringJoiner all = new StringJoiner(",");
        String prd = dimension("gate", "GATE_PRD_REQUIRED", "above", 41_600, 5_000, 3, 1_186, 39_960_000, true);
        for (String finding : new String[] {
            prd,
            dimension("subagent", "RCA", "above", 151_000, 90_000, 1.5, 268, 11_580_000, true),
            dimension("gate+sd_type", "GATE_TEST_COVERAGE+security", "above", 27_800, 10_000, 2, 311, 4_860_000, true),
            dimension("model", "mistral-large-2", "above", 5_200, 3_100, 1.5, 2_940, 3_900_000, false),
            dimension("tool", "test_runner", "above", 12_900, 8_100, 1.5, 1_904, 1_890_000, false)
        }) {
            worst.add(finding);
            all.add(finding);
        }
        all.add(dimension("phase", "PLAN", "watched", 92_000, 60_000, 2, 1_171, 0, true));
        all.add(dimension("service", "agent-worker", "watched", 2_050, 1_700, 1.5, 8_412, 0, false));
        all.add(dimension("subagent", "TESTING", "within", 98_000, 100_000, 1.5, 942, 0, true));
        all.add(dimension("phase", "LEAD", "within", 33_600, 30_000, 2, 1_204, 0, true));
        all.add(dimension("gate", "GATE_DESIGN_REVIEW", "within", 8_400, 8_000, 2.5, 1_168, 0, true));
        all.add(dimension("subagent", "DESIGN", "within", 104_000, 120_000, 1.5, 903, 0, true));
        all.add(dimension(
                "operation", "agent-worker POST /v1/chat+tools?x=1", "within", 1_750, 1_700, 1.5, 8_412, 0, false));
        all.add(dimension(
                "gate+sd_type", "GATE_TEST_COVERAGE+infrastructure", "too_few", 24_000, 10_000, 2, 11, 0, false));
        all.add(dimension("tool", "schema_diff", "too_few", 3_100, 0, 0, 7, 0, false));
        String output = "{\"version\":1,\"as_of\":\"" + now.minusSeconds(4) + "\",\"window\":{\"from\":\""
                + now.minus(Duration.ofDays(7)) + "\",\"to\":\"" + now + "\",\"days\":7},\"traces_scanned\":1204,"
                + "\"executions\":1204,\"dimensions_evaluated\":14,\"bottlenecks\":[" + worst + "],\"dimensions\":["
                + all
                + "],\"notes\":[\"Threshold not found: model mistral-large-2. Set one: SELECT telemetry_set_threshold("
                + "''model'', ''mistral-large-2'', 3100, 2, ''you'');\"]}";
        run("SUCCEEDED", Duration.ofSeconds(14), 5, null, null, "'" + output + "'");
        run("SUCCEEDED", Duration.ofHours(26), 4, null, null, "'{\"bottlenecks\":[]}'");
        run("FAILED", Duration.ofDays(3), 0, "TIMEOUT", "Database connection timeout", "NULL");
        run(
                "FAILED",
                Duration.ofDays(14),
                0,
                "INSUFFICIENT_DATA",
                "Insufficient data: 40 of at least 100 traces",
                "NULL");
    }

    private void run(String status, Duration age, int findings, String reason, String detail, String output) {
        Instant at = now.minus(age);
        database.execute(
                "INSERT INTO telemetry_analysis_runs (status, triggered_at, triggered_by, started_at, finished_at,"
                        + " findings_count, reason_code, error_detail, output_ref) VALUES ('" + status + "', '" + at
                        + "', 'schedule', '" + at.plusMillis(10) + "', '" + at.plusMillis(320) + "', " + findings + ", "
                        + text(reason) + ", " + text(detail) + ", " + output + ")");
    }

    private void improvements() {
        improvement("OPEN", "Bring GATE_PRD_REQUIRED below its limit of 15.0 s", "gate", "GATE_PRD_REQUIRED", 6, "");
        improvement("REOPENED", "Bring RCA below its limit of 2 min 15 s", "subagent", "RCA", 5, "");
        improvement(
                "VERIFIED",
                "Bring repo_search below its limit of 700 ms",
                "tool",
                "repo_search",
                21,
                ", \"effect\": {\"before\": {\"p50_ms\": 910, \"p50_low_ms\": 880, \"p50_high_ms\": 950, \"samples\": 2210},"
                        + " \"after\": {\"p50_ms\": 402, \"p50_low_ms\": 391, \"p50_high_ms\": 417, \"samples\": 1904}}");
        improvement("RESOLVED", "Bring DESIGN below its limit of 3 min", "subagent", "DESIGN", 9, "");
    }

    private void improvement(String status, String title, String type, String key, int daysAgo, String attributes) {
        Instant at = now.minus(Duration.ofDays(daysAgo));
        database.execute(
                "INSERT INTO continuous_improvements (created_at, updated_at, source, status, title, description,"
                        + " source_detail, attributes) VALUES ('" + at + "', '" + at + "', 'TELEMETRY_BOTTLENECK', '"
                        + status
                        + "', '" + title + "', 'Opened from the finding p50_above_limit.', '{\"dimension_type\": \""
                        + type
                        + "\", \"dimension_key\": \"" + key
                        + "\", \"finding\": \"p50_above_limit\", \"evidence\": {\"ratio\": 8.3, \"p50_ms\": 41600,"
                        + " \"baseline_p50_ms\": 5000, \"threshold_ms\": 15000, \"samples\": 1186, \"impact_ms\": 39960000}}',"
                        + " '{\"resolved\": " + (status.equals("VERIFIED") || status.equals("RESOLVED")) + attributes
                        + "}')");
    }

    private String dimension(
            String type,
            String key,
            String state,
            double p50,
            double base,
            double multiplier,
            long n,
            double impact,
            boolean set) {
        boolean above = state.equals("above");
        return String.format(
                Locale.ROOT,
                """
                {"dimension_type":"%s","dimension_key":"%s","state":"%s","finding":%s,"ratio":%s,"samples":%d,"errors":%d,
                "p50_ms":%s,"p50_low_ms":%s,"p50_high_ms":%s,"p95_ms":%s,"p99_ms":%s,"baseline_p50_ms":%s,"baseline_source":"%s",
                "multiplier":%s,"threshold_ms":%s,"confidence":%s,"impact_ms":%s,"excess_ms":%s,"share":%s,"since":%s,
                "exemplars":["%s","0be44d1c97aa1f02a6d9013be8f7c254"],"growth":%s,"improvement_id":%s}""",
                type,
                key,
                state,
                above ? "\"p50_above_limit\"" : "null",
                base == 0 ? "null" : p50 / base,
                n,
                n / 60,
                p50,
                p50 * 0.957,
                p50 * 1.036,
                p50 * 2.6,
                p50 * 3.1,
                base == 0 ? "null" : base,
                base == 0 ? "none" : set ? "threshold" : "learned",
                base == 0 ? "null" : multiplier,
                base == 0 ? "null" : base * multiplier,
                above ? 0.9995 : 0.8,
                impact,
                impact * 1.09,
                p50 / 468_000 * 0.8,
                above ? "\"" + LineStory.since(now) + "\"" : "null",
                LineStory.exemplar(),
                growth(key),
                key.equals("GATE_PRD_REQUIRED") ? "1" : key.equals("RCA") ? "2" : "null");
    }

    private static String growth(String key) {
        return key.equals("GATE_PRD_REQUIRED") ? """
                [{"dimension_type":"model","dimension_key":"mistral-large-2","before_ms":3100,"after_ms":35000,"share":0.87},
                 {"dimension_type":"tool","dimension_key":"prd_lint","before_ms":1200,"after_ms":4400,"share":0.09},
                 {"dimension_type":"operation","dimension_key":"sd-runner wait for a free worker","before_ms":280,"after_ms":1800,
                  "share":0.04},
                 {"dimension_type":"tool","dimension_key":"load_prd","before_ms":420,"after_ms":440,"share":0.0005}]""" : "[]";
    }

    private static String text(String value) {
        return value == null ? "NULL" : "'" + value + "'";
    }
}
