package dev.andon.monitor.request.cli;

import dev.andon.monitor.request.PersonRequest;
import dev.andon.monitor.request.PersonRequest.TableProgress;
import dev.andon.monitor.request.RequestKind;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Requests for people. */
final class RequestText {
    private static final String ROW = "%-36s  %-6s  %-9s  %-20s  %-32s  %s%n";
    private static final String TABLE = "  %-32s %12s %12s %12s %12s%n";

    private RequestText() {}

    static void list(List<PersonRequest> requests, PrintWriter out) {
        out.printf(ROW, "REQUEST", "KIND", "STATE", "DUE", "PERSON", "NOTE");
        for (PersonRequest request : requests) {
            out.printf(
                    ROW,
                    request.requestId(),
                    request.kind().text(),
                    request.state(),
                    request.dueAt().truncatedTo(ChronoUnit.SECONDS),
                    request.subject(),
                    note(request));
        }
    }

    static void one(PersonRequest request, PrintWriter out) {
        out.printf(
                "Request %s: %s of %s is %s.%n",
                request.requestId(), request.kind().text(), request.subject(), request.state());
        out.printf("Asked for %s by %s, due %s.%n", request.requestedAt(), request.requestedBy(), request.dueAt());
        if (!note(request).isEmpty()) {
            out.println(note(request));
        }
        List<TableProgress> touched =
                request.tables().stream().filter(RequestText::touched).toList();
        if (!touched.isEmpty()) {
            out.printf(TABLE, "TABLE", "FOUND", "DELETED", "ANONYMISED", "LOOKALIKES");
            touched.forEach(table -> out.printf(
                    TABLE,
                    table.table(),
                    table.found(),
                    table.deleted(),
                    table.anonymised(),
                    table.lookalikes() == null ? "-" : table.lookalikes()));
        }
        if (request.verified()) {
            out.println(
                    request.kind() == RequestKind.ERASE
                            ? "Every row was looked at again: nothing is left. The receipt is in --output json."
                            : "It was written whole. The receipt, with its SHA-256, is in --output json.");
        }
    }

    private static String note(PersonRequest request) {
        if (request.stateReason() != null) {
            return request.stateReason();
        }
        return request.state().equals("running") ? "%s, %.0f %%".formatted(request.phase(), 100 * request.done()) : "";
    }

    private static boolean touched(TableProgress table) {
        return table.found() + table.deleted() + table.anonymised() > 0
                || (table.lookalikes() != null && table.lookalikes() > 0);
    }
}
