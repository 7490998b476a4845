-- One role a service, one that owns the schema, and service_role for operators' tools. Roles belong to the whole cluster, so they may
-- exist already. They have no password and no login here: a deployment grants login, or its login user becomes a member (spec P4).
DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['andon_migrate', 'andon_ingest', 'andon_analyzer', 'andon_monitor', 'service_role'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;
END
$$;

GRANT USAGE ON SCHEMA public TO andon_ingest, andon_analyzer, andon_monitor, service_role;
-- COPY into a temporary stage is how ingest writes a batch that holds duplicates.
DO $$
BEGIN
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO andon_ingest', current_database());
END
$$;
