package dev.andon.ingest.trace;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStream;

/** A process with little memory that reads a trace and counts the bytes of the answer. Run by {@link LargeTraceIT}. */
final class SmallHeapTrace {
    private SmallHeapTrace() {}

    /** Arguments: JDBC URL, trace id. */
    public static void main(String... args) throws Exception {
        AgroalDataSource dataSource = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(1)
                        .connectionFactoryConfiguration(
                                factory -> factory.jdbcUrl(args[0]).principal(new NamePrincipal("postgres")))));
        StreamingOutput answer = new TraceResource(new TraceRepository(dataSource)).trace(args[1]);
        Counted counted = new Counted();
        answer.write(counted);
        System.out.println(counted.bytes);
        System.exit(0);
    }

    private static final class Counted extends OutputStream {
        private long bytes;

        @Override
        public void write(int octet) {
            bytes++;
        }

        @Override
        public void write(byte[] octets, int offset, int length) {
            bytes += length;
        }
    }
}
