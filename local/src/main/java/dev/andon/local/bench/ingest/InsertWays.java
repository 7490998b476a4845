package dev.andon.local.bench.ingest;

import dev.andon.local.bench.ingest.InsertWay.Write;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ways that {@link InsertBench} compares. The first one is how the service writes. */
final class InsertWays {
    private static final int GROUP = 8_000;
    private static final String NAMES =
            "created_at, duration_ms, resource_id, input_tokens, output_tokens, trace_id, span_id, parent_span_id,"
                    + " span_type, span_kind, status, span_name, service_name, workflow_execution_id, phase, gate,"
                    + " subagent, sd_type, model, tool, conversation_id, user_id, peer_service, status_message,"
                    + " trace_state, attributes, events, links";
    private static final List<String> COLUMNS = List.of(NAMES.split(", "));
    private static final Map<String, String> INDEXES = Map.of(
            "trace_id", "CREATE UNIQUE INDEX ON insert_way (trace_id, span_id, created_at)",
            "created_at", "CREATE INDEX ON insert_way USING brin (created_at) WITH (pages_per_range = 32)",
            "execution_time", """
                    CREATE INDEX ON insert_way (workflow_execution_id, created_at) WHERE workflow_execution_id IS NOT NULL
                    """,
            "span_type_name", """
                    CREATE INDEX ON insert_way (span_type, span_name)
                     WHERE span_type IN ('workflow', 'phase', 'gate', 'subagent')
                    """,
            "phase_duration", "CREATE INDEX ON insert_way (phase, duration_ms DESC) WHERE phase IS NOT NULL");
    private static final String CREATE = """
            CREATE TABLE insert_way (LIKE workflow_trace_log INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
            """;
    private static final String STAGE = """
            CREATE TEMPORARY TABLE IF NOT EXISTS insert_stage (LIKE workflow_trace_log) ON COMMIT DELETE ROWS;
            ALTER TABLE insert_stage ALTER ingest_xid DROP NOT NULL
            """;
    private static final String UNSTAGE = """
            INSERT INTO insert_way (%1$s)
            SELECT %1$s FROM insert_stage ORDER BY trace_id, span_id, created_at
            ON CONFLICT DO NOTHING
            """;
    private static final String COPY = """
            COPY %s (%s) FROM STDIN (FORMAT binary)
            """;
    private static final String COMPACT_IDS = """
            ALTER TABLE insert_way
                ALTER trace_id TYPE uuid USING NULL, ALTER span_id TYPE bigint USING NULL, ALTER parent_span_id TYPE bigint USING NULL
            """;
    private static final String NO_CHECKS = """
            ALTER TABLE insert_way
                DROP CONSTRAINT workflow_trace_log_span_type_known, DROP CONSTRAINT workflow_trace_log_span_kind_known,
                DROP CONSTRAINT workflow_trace_log_status_known, DROP CONSTRAINT workflow_trace_log_duration_not_negative
            """;

    private final Connection connection;
    private final String source;
    private final List<InsertWay> ways = new ArrayList<>();

    InsertWays(Connection connection, String source) {
        this.connection = connection;
        this.source = source;
    }

    List<InsertWay> all(UnnestWriter unnest) throws SQLException, IOException {
        copy("copy", GROUP);
        ways.add(new InsertWay(
                "stage",
                setup(INDEXES),
                streams(COLUMNS, GROUP).stream().map(InsertWays::throughStage).toList()));
        ways.add(new InsertWay("unnest_reactive", setup(INDEXES), unnest.writes(source, COLUMNS, GROUP)));
        for (int group : new int[] {200, 1_000, 2_000, 32_000}) {
            copy("copy_of_" + group, group);
        }
        indexes();
        types();
        return ways;
    }

    private void copy(String key, int group) throws SQLException, IOException {
        ways.add(new InsertWay(key, setup(INDEXES), copies(COLUMNS, group)));
    }

    private void indexes() throws SQLException, IOException {
        List<Write> writes = copies(COLUMNS, GROUP);
        ways.add(new InsertWay("no_index", setup(Map.of()), writes));
        for (String name : INDEXES.keySet().stream().sorted().toList()) {
            Map<String, String> others = new LinkedHashMap<>(INDEXES);
            others.remove(name);
            ways.add(new InsertWay("without_" + name, setup(others), writes));
        }
        ways.add(new InsertWay("with_span_type_name_of_all", setup(with("span_type_name", """
                CREATE INDEX ON insert_way (span_type, span_name) WHERE span_type <> 'span'
                """)), writes));
        ways.add(new InsertWay("with_created_at_btree", setup(with("created_at", """
                CREATE INDEX ON insert_way (created_at)
                """)), writes));
        ways.add(new InsertWay("without_checks", setup(INDEXES, NO_CHECKS), writes));
    }

    private static Map<String, String> with(String name, String index) {
        Map<String, String> changed = new LinkedHashMap<>(INDEXES);
        changed.put(name, index);
        return changed;
    }

    private void types() throws SQLException, IOException {
        List<String> compact = COLUMNS.stream().map(InsertWays::compactId).toList();
        ways.add(new InsertWay("ids_uuid_bigint", setup(INDEXES, COMPACT_IDS), copies(compact, GROUP)));
        attributes("none", "jsonb", "NULL::jsonb");
        attributes("json", "json", "attributes::json");
        attributes("text", "text", "attributes::text");
    }

    private void attributes(String name, String type, String expression) throws SQLException, IOException {
        List<String> selected = COLUMNS.stream()
                .map(column -> column.equals("attributes") ? expression : column)
                .toList();
        ways.add(new InsertWay(
                "attributes_" + name,
                setup(INDEXES, "ALTER TABLE insert_way ALTER attributes TYPE " + type),
                copies(selected, GROUP)));
    }

    private static String compactId(String column) {
        return switch (column) {
            case "trace_id" -> "trace_id::uuid";
            case "span_id", "parent_span_id" -> "('x' || " + column + ")::bit(64)::bigint";
            default -> column;
        };
    }

    private static List<String> setup(Map<String, String> indexes, String... changes) {
        List<String> setup = new ArrayList<>();
        setup.add(CREATE);
        setup.addAll(List.of(changes));
        setup.addAll(indexes.values());
        return setup;
    }

    private List<Write> copies(List<String> selected, int group) throws SQLException, IOException {
        String copy = COPY.formatted(InsertWay.TABLE, NAMES);
        List<Write> writes = new ArrayList<>();
        for (byte[] stream : streams(selected, group)) {
            writes.add(to -> RowStream.copy(to, copy, stream));
        }
        return writes;
    }

    private List<byte[]> streams(List<String> selected, int group) throws SQLException, IOException {
        return RowStream.read(connection, "SELECT " + String.join(", ", selected) + " FROM " + source, group);
    }

    private static Write throughStage(byte[] stream) {
        return to -> {
            try (Statement statement = to.createStatement()) {
                statement.execute(STAGE);
                RowStream.copy(to, COPY.formatted("insert_stage", NAMES), stream);
                statement.execute(UNSTAGE.formatted(NAMES));
            }
        };
    }
}
