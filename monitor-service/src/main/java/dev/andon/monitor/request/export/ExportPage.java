package dev.andon.monitor.request.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.monitor.request.PersonRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * The readable side of an export: the first rows of each table, without script or anything loaded, every value escaped. What it holds is
 * bounded; all rows are in the files beside it.
 */
final class ExportPage {
    private static final int ROWS = 100;
    private static final int LONGEST = 1000;

    private final StringBuilder body = new StringBuilder();
    private final ObjectMapper mapper;
    private int rows;

    ExportPage(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    void begin(String table) {
        rows = 0;
        body.append("<h2>").append(escaped(table)).append("</h2>\n");
    }

    void row(boolean owned, String json) throws IOException {
        if (rows++ >= ROWS) {
            return;
        }
        body.append(owned ? "<dl>" : "<dl class=mention>");
        for (Map.Entry<String, JsonNode> field : mapper.readTree(json).properties()) {
            if (!field.getValue().isNull()) {
                body.append("<dt>")
                        .append(escaped(field.getKey()))
                        .append("</dt><dd>")
                        .append(escaped(text(field.getValue())))
                        .append("</dd>");
            }
        }
        body.append("</dl>\n");
    }

    void end(ExportedFile file) {
        body.append("<p>")
                .append(file.rows())
                .append(" rows, ")
                .append(file.mentions())
                .append(" of them of others that mention you. ");
        if (file.rows() > ROWS) {
            body.append("The first ").append(ROWS).append(" are above. ");
        }
        body.append("All: ").append(escaped(file.name())).append("</p>\n");
    }

    String html(PersonRequest request, Instant at) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>Your data</title>
                <style>
                body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
                dl{display:grid;grid-template-columns:14rem 1fr;border-top:1px solid #999;padding:.5rem 0;margin:0}
                dt{color:#555}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}.mention{background:#f4f4f4}
                </style>
                </head>
                <body>
                <h1>Your data</h1>
                <p>Request %s, as of %s. Every row that is about you, table by table; grey: rows of others that mention you, of which only
                the part is shown that does. manifest.json lists the files with their checksums.</p>
                %s</body>
                </html>
                """.formatted(request.requestId(), at, body);
    }

    private static String text(JsonNode value) {
        String text = value.isTextual() ? value.textValue() : value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
