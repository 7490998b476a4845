package dev.andon.common.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** No table and no text can be forgotten when a person is erased or exported (spec N10). */
class GdprCatalogTest {
    private static final TestDatabase DATABASE = PostgresServer.freshDatabase();

    @Test
    void every_table_is_in_the_catalogue() {
        assertThat(DATABASE.rows("""
                SELECT relname
                  FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace
                   AND relkind IN ('r', 'p')
                   AND NOT relispartition
                   AND NOT EXISTS (SELECT FROM gdpr_catalog_tables c WHERE c.table_name = relname)
                """))
                .as("add it to R__gdpr_catalog.sql and say what erasure does with it")
                .isEmpty();
    }

    @Test
    void every_column_that_can_hold_a_name_is_in_the_catalogue() {
        assertThat(DATABASE.rows("""
                SELECT relname, attname
                  FROM pg_class
                  JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
                  JOIN pg_type ON pg_type.oid = atttypid
                 WHERE relnamespace = 'public'::regnamespace
                   AND relkind IN ('r', 'p')
                   AND NOT relispartition
                   AND (typcategory IN ('S', 'U', 'A') AND typname NOT IN ('uuid', 'xid8', '_int8', 'bytea'))
                   AND NOT EXISTS (SELECT FROM gdpr_catalog c WHERE c.table_name = relname AND c.column_name = attname)
                """))
                .as("add it to R__gdpr_catalog.sql with its role, none where no person can be in it")
                .isEmpty();
    }

    @Test
    void the_catalogue_names_columns_that_there_are() {
        assertThat(DATABASE.rows("""
                SELECT table_name, column_name
                  FROM gdpr_catalog
                 WHERE NOT EXISTS (SELECT
                                     FROM pg_attribute
                                    WHERE attrelid = to_regclass('public.' || table_name)
                                      AND attname = column_name
                                      AND NOT attisdropped)
                """)).isEmpty();
    }

    @Test
    void a_table_is_left_alone_only_where_each_of_its_columns_is_free_of_persons() {
        assertThat(DATABASE.rows("""
                SELECT table_name, column_name, role
                  FROM gdpr_catalog
                  JOIN gdpr_catalog_tables USING (table_name)
                 WHERE treatment = 'none'
                   AND role <> 'none'
                """)).isEmpty();
    }

    @Test
    void every_statement_of_every_table_can_be_planned() {
        DATABASE.execute("""
                DO $$
                DECLARE
                    place record;
                    sql record;
                BEGIN
                    FOR place IN SELECT * FROM gdpr_catalog_tables WHERE treatment <> 'none' LOOP
                        SELECT * INTO sql FROM gdpr_statement(place.table_name);
                        EXECUTE format('EXPLAIN UPDATE %I SET %s WHERE (%s AND (%s)) OR %s OR %s', place.table_name, sql.assignments,
                                       sql.owned, coalesce(sql.unfinished, 'false'), sql.mentioned, sql.near)
                          USING '{}'::text[], '{}'::text[], '{}'::text[], gen_random_uuid(), 'x', '{}'::text[], 'y';
                    END LOOP;
                END
                $$
                """);
    }
}
