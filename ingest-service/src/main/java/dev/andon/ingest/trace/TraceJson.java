package dev.andon.ingest.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows of the span store as JSON; what is NULL is left out. Field names are the columns'. */
final class TraceJson {
    private static final String[] TEXTS = {
        "span_id",
        "parent_span_id",
        "span_type",
        "span_kind",
        "status",
        "span_name",
        "service_name",
        "workflow_execution_id",
        "phase",
        "gate",
        "subagent",
        "sd_type",
        "model",
        "tool",
        "conversation_id",
        "user_id",
        "peer_service",
        "status_message",
        "trace_state"
    };
    private static final String[] DOCUMENTS = {"attributes", "events", "links"};

    private TraceJson() {}

    /** Returns how many characters the documents of the row have, which are most of a large one. */
    static int span(JsonGenerator json, ResultSet row) throws SQLException, IOException {
        json.writeStartObject();
        json.writeStringField(
                "created_at", TraceRepository.instant(row, "created_at").toString());
        json.writeNumberField("duration_ms", row.getDouble("duration_ms"));
        json.writeStringField("resource_id", row.getString("resource_id"));
        number(json, row, "input_tokens");
        number(json, row, "output_tokens");
        for (String column : TEXTS) {
            text(json, row, column);
        }
        int size = 0;
        for (String column : DOCUMENTS) {
            size += document(json, row, column);
        }
        json.writeEndObject();
        return size;
    }

    /** As the other. */
    static int resource(JsonGenerator json, ResultSet row) throws SQLException, IOException {
        json.writeStartObject();
        text(json, row, "resource_id");
        text(json, row, "service_name");
        int size = document(json, row, "attributes");
        text(json, row, "scope_name");
        text(json, row, "scope_version");
        size += document(json, row, "scope_attributes");
        text(json, row, "schema_url");
        json.writeEndObject();
        return size;
    }

    private static void number(JsonGenerator json, ResultSet row, String column) throws SQLException, IOException {
        long number = row.getLong(column);
        if (!row.wasNull()) {
            json.writeNumberField(column, number);
        }
    }

    private static void text(JsonGenerator json, ResultSet row, String column) throws SQLException, IOException {
        String text = row.getString(column);
        if (text != null) {
            json.writeStringField(column, text);
        }
    }

    private static int document(JsonGenerator json, ResultSet row, String column) throws SQLException, IOException {
        String document = row.getString(column);
        if (document == null) {
            return 0;
        }
        json.writeFieldName(column);
        json.writeRawValue(document);
        return document.length();
    }
}
