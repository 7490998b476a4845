package dev.andon.monitor.freshness;

import dev.andon.monitor.check.Check;
import dev.andon.monitor.check.CheckGroup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Every table whose newest row has an age to be watched. Buckets are hours, so one may be two hours old by its start. */
final class TableAges {
    private static final Duration BUCKET_WARN = Duration.ofHours(3);
    private static final Duration BUCKET_ERROR = Duration.ofHours(25);
    /** Those of the canary are no use. */
    private static final String CHATS =
            "SELECT EXISTS (SELECT FROM chat_telemetry WHERE domain IS DISTINCT FROM 'andon-canary')";

    private static final String FOLD =
            "Check that an analyzer is up and reaches the database; its log says why it does not fold."
                    + " Where no spans came either, look at spans first.";

    private TableAges() {}

    @Produces
    @Singleton
    static Check dimensionRollups(FreshnessConfig config) {
        return rollup("dimension_rollups", "Rollups of dimensions", config);
    }

    @Produces
    @Singleton
    static Check callRollups(FreshnessConfig config) {
        return rollup("call_rollups", "Rollups of calls", config);
    }

    @Produces
    @Singleton
    static Check traceRollups(FreshnessConfig config) {
        return rollup("trace_rollups", "Rollups of traces", config);
    }

    @Produces
    @Singleton
    static Check chatRollups(FreshnessConfig config) {
        return chatRollup("chat_telemetry_rollups", "Rollups of chats", config);
    }

    @Produces
    @Singleton
    static Check chatDomainRollups(FreshnessConfig config) {
        return chatRollup("chat_telemetry_domain_rollups", "Rollups of chats by domain", config);
    }

    @Produces
    @Singleton
    static Check chatModelRollups(FreshnessConfig config) {
        return chatRollup("chat_telemetry_model_rollups", "Rollups of chats by model", config);
    }

    @Produces
    @Singleton
    static Check chats(FreshnessConfig config) {
        return new TableAge(
                        "chat_telemetry",
                        CheckGroup.RAW,
                        "Chat requests",
                        "newest request",
                        "SELECT max(created_at) FROM chat_telemetry",
                        CHATS,
                        Duration.ofHours(3),
                        Duration.ofHours(25),
                        "Check that the programs that chat still send: POST /api/v1/chat/telemetry or GenAI spans, with a key that lives.")
                .with(config);
    }

    @Produces
    @Singleton
    static Check spans(FreshnessConfig config) {
        return new TableAge(
                        "workflow_trace_log",
                        CheckGroup.RAW,
                        "Spans",
                        "newest batch",
                        "SELECT max(last_start_at) FROM (SELECT last_start_at FROM span_batches ORDER BY xid DESC LIMIT 100) AS newest",
                        null,
                        Duration.ofHours(1),
                        Duration.ofHours(24),
                        "Check that ingest is ready (/q/health/ready on its port), that the keys of the sending programs are valid, and"
                                + " that OTEL_EXPORTER_OTLP_ENDPOINT points to it.")
                .with(config);
    }

    @Produces
    @Singleton
    static Check watermark(FreshnessConfig config) {
        return new TableAge(
                        "rollup_watermarks",
                        CheckGroup.ROLLUPS,
                        "Watermark of the fold",
                        "lag",
                        "SELECT as_of FROM rollup_watermarks WHERE name = 'spans'",
                        null,
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(10),
                        FOLD
                                + " A transaction that runs for long anywhere in the cluster holds it up: pg_stat_activity.")
                .with(config);
    }

    /** Looks at the log are not counted, or looking would keep it fresh; retention writes an entry every day. */
    @Produces
    @Singleton
    static Check auditLog(FreshnessConfig config) {
        return new TableAge(
                        "gdpr_audit_log",
                        CheckGroup.PRIVACY,
                        "Audit log",
                        "newest entry",
                        "SELECT at FROM gdpr_audit_log WHERE action <> 'verify' ORDER BY seq DESC LIMIT 1",
                        null,
                        Duration.ofHours(26),
                        Duration.ofHours(50),
                        "A monitor runs retention once a day and says so there. Check that one is up; its log says why it did not.")
                .with(config);
    }

    private static Check rollup(String table, String title, FreshnessConfig config) {
        return rollup(table, title, null, FOLD, config);
    }

    private static Check chatRollup(String table, String title, FreshnessConfig config) {
        return rollup(
                table,
                title,
                CHATS,
                "Check that an analyzer is up and read its log; to make the hours anew: SELECT refresh_chat_telemetry_rollups(from, to)."
                        + " Where no requests came either, look at chat_telemetry first.",
                config);
    }

    private static Check rollup(String table, String title, String used, String remedy, FreshnessConfig config) {
        return new TableAge(
                        table,
                        CheckGroup.ROLLUPS,
                        title,
                        "newest bucket",
                        "SELECT max(bucket_start) FROM " + table,
                        used,
                        BUCKET_WARN,
                        BUCKET_ERROR,
                        remedy)
                .with(config);
    }
}
