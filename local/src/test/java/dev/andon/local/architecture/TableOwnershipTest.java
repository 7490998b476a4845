package dev.andon.local.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each table has one writing service, named in its comment; the statements in the code keep to it. */
class TableOwnershipTest {
    private static final Pattern WRITE = Pattern.compile(
            "\\b(?:INSERT\\s+INTO|DELETE\\s+FROM|UPDATE|COPY|TRUNCATE)\\s+(?:ONLY\\s+)?\"?([a-z_]+)\"?\\b(?!\\s*\\()");
    private static final TestDatabase DATABASE = PostgresServer.freshDatabase();

    @Test
    void every_table_names_its_owner() {
        assertThat(DATABASE.rows("""
                SELECT relname
                  FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace
                   AND relkind IN ('r', 'p')
                   AND relname <> 'flyway_schema_history'
                   AND coalesce(obj_description(oid), '') !~ '^owner: (ingest|analyzer|monitor)\\.'
                """)).isEmpty();
    }

    @Test
    void services_write_their_own_tables_only() {
        Map<String, String> owners =
                DATABASE.rows("""
                SELECT relname, substring(obj_description(oid) FROM '^owner: (\\w+)')
                  FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace
                   AND relkind IN ('r', 'p')
                   AND relname <> 'flyway_schema_history'
                """).stream().collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
        List<String> foreign = new ArrayList<>();
        for (String service : Modules.SERVICES) {
            for (Path source : Modules.sources(service + "-service")) {
                Matcher write = WRITE.matcher(Modules.read(source));
                while (write.find()) {
                    String owner = owners.get(write.group(1));
                    if (owner != null && !owner.equals(service)) {
                        foreign.add(source.getFileName() + " writes " + write.group(1) + ", which " + owner + " owns");
                    }
                }
            }
        }
        assertThat(foreign).isEmpty();
    }
}
