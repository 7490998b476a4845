package dev.andon.monitor.store;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Values of rows and parameters in the types the pages use: instants, never null lists. */
public final class Columns {
    private Columns() {}

    /** A timestamptz, null where it is NULL. */
    public static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    /** A text array, empty where it is NULL. */
    public static List<String> texts(Row row, String column) {
        String[] texts = row.getArrayOfStrings(column);
        return texts == null ? List.of() : List.of(texts);
    }

    /** Parameters in order; instants become timestamptz. */
    public static Tuple parameters(Object... values) {
        Tuple tuple = Tuple.tuple();
        for (Object value : values) {
            tuple.addValue(value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
        }
        return tuple;
    }
}
