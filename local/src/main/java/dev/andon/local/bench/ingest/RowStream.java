package dev.andon.local.bench.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows in PostgreSQL's binary COPY format, cut into streams of so many rows, each with the format's head and end. */
final class RowStream {
    private static final int HEAD = 19;
    private static final byte[] END = {(byte) 0xFF, (byte) 0xFF};
    private static final String COPY_OUT = """
            COPY (%s) TO STDOUT (FORMAT binary)
            """;

    private RowStream() {}

    /** What a query returns. */
    static List<byte[]> read(Connection connection, String query, int rowsEach) throws SQLException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut(COPY_OUT.formatted(query), out);
        ByteBuffer all = ByteBuffer.wrap(out.toByteArray());
        List<byte[]> streams = new ArrayList<>();
        int at = HEAD;
        while (all.getShort(at) >= 0) {
            int end = at;
            for (int rows = 0; rows < rowsEach && all.getShort(end) >= 0; rows++) {
                end = afterRow(all, end);
            }
            byte[] stream = new byte[HEAD + end - at + END.length];
            all.get(0, stream, 0, HEAD);
            all.get(at, stream, HEAD, end - at);
            System.arraycopy(END, 0, stream, stream.length - END.length, END.length);
            streams.add(stream);
            at = end;
        }
        return streams;
    }

    private static int afterRow(ByteBuffer all, int row) {
        int at = row + Short.BYTES;
        for (int fields = all.getShort(row); fields > 0; fields--) {
            at += Integer.BYTES + Math.max(0, all.getInt(at));
        }
        return at;
    }

    /** In the caller's transaction. */
    static void copy(Connection connection, String copy, byte[] stream) throws SQLException {
        CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
        for (int at = 0; at < stream.length; at += 1 << 16) {
            in.writeToCopy(stream, at, Math.min(1 << 16, stream.length - at));
        }
        in.endCopy();
    }
}
