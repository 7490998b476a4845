-- Requests of people about their data (spec N10): export it, or erase it. R__gdpr_catalog.sql says where a person may appear,
-- R__gdpr_request_steps.sql how a request is carried out: by steps that commit, so that it goes on wherever it was cut off.
CREATE TABLE gdpr_catalog_tables (
    table_name text     NOT NULL,
    position   smallint NOT NULL,
    treatment  text     NOT NULL,
    guarded    boolean  NOT NULL,
    reason     text     NOT NULL,
    CONSTRAINT gdpr_catalog_tables_pkey PRIMARY KEY (table_name),
    CONSTRAINT gdpr_catalog_tables_position_once UNIQUE (position),
    CONSTRAINT gdpr_catalog_tables_treatment_known CHECK (treatment IN ('delete', 'anonymise', 'none'))
);
COMMENT ON TABLE gdpr_catalog_tables IS 'owner: monitor. What erasure does with a table''s rows, in the order of position; filled by a migration.';
COMMENT ON COLUMN gdpr_catalog_tables.guarded IS 'Its steps hold the watermark of the fold, which reads or writes the table.';
COMMENT ON COLUMN gdpr_catalog_tables.reason IS 'Why so; of treatment none: why no person can be in it.';

CREATE TABLE gdpr_catalog (
    table_name  text    NOT NULL,
    column_name text    NOT NULL,
    role        text    NOT NULL,
    dimension   boolean NOT NULL DEFAULT false,
    CONSTRAINT gdpr_catalog_pkey PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdpr_catalog_table_fkey FOREIGN KEY (table_name) REFERENCES gdpr_catalog_tables (table_name) ON DELETE CASCADE,
    CONSTRAINT gdpr_catalog_role_known CHECK (role IN ('user', 'conversation', 'trace', 'key', 'text', 'content', 'attributes', 'none'))
);
COMMENT ON TABLE gdpr_catalog IS 'owner: monitor. Every column of text or JSON of the schema, and what of a person it may hold; filled by a migration.';
COMMENT ON COLUMN gdpr_catalog.role IS
    'user, conversation: whose row it is. trace: belongs to a trace of theirs. key, text: names that may contain an identifier. content, attributes: what was said or recorded. none: no person.';
COMMENT ON COLUMN gdpr_catalog.dimension IS 'Of spans: part of a rollup''s key, so that the hour is made anew where erasure changes it.';
GRANT SELECT ON gdpr_catalog, gdpr_catalog_tables TO andon_monitor, service_role;

CREATE TABLE gdpr_requests (
    request_id       uuid        NOT NULL DEFAULT gen_random_uuid(),
    number           bigint      GENERATED ALWAYS AS IDENTITY,
    kind             text        NOT NULL,
    state            text        NOT NULL DEFAULT 'requested',
    subject          text COLLATE "C" NOT NULL,
    requested_at     timestamptz NOT NULL,
    due_at           timestamptz NOT NULL,
    started_at       timestamptz,
    finished_at      timestamptz,
    requested_by     text        NOT NULL,
    reason           text        NOT NULL,
    state_reason     text,
    idempotency_key  text,
    confirmed        boolean     NOT NULL DEFAULT false,
    worker           text,
    lease_until      timestamptz,
    round            integer     NOT NULL DEFAULT 0,
    phase            text        NOT NULL DEFAULT 'conversations',
    at_table         text,
    at_relation      text,
    at_block         bigint      NOT NULL DEFAULT 0,
    blocks_done      bigint      NOT NULL DEFAULT 0,
    blocks_total     bigint      NOT NULL DEFAULT 0,
    erased_at        timestamptz,
    receipt          jsonb,
    CONSTRAINT gdpr_requests_pkey PRIMARY KEY (request_id),
    CONSTRAINT gdpr_requests_number_once UNIQUE (number),
    CONSTRAINT gdpr_requests_idempotency_key_once UNIQUE (idempotency_key),
    CONSTRAINT gdpr_requests_kind_known CHECK (kind IN ('export', 'erase')),
    CONSTRAINT gdpr_requests_state_known CHECK (state IN ('requested', 'running', 'verified', 'failed')),
    CONSTRAINT gdpr_requests_phase_known CHECK (phase IN ('conversations', 'traces', 'measure', 'erase', 'settle', 'verify', 'ready')),
    CONSTRAINT gdpr_requests_subject_is_a_pseudonym CHECK (subject ~ '^[0-9a-f]{32}$'),
    CONSTRAINT gdpr_requests_reason_length CHECK (length(reason) BETWEEN 1 AND 500),
    CONSTRAINT gdpr_requests_receipt_when_verified CHECK ((state = 'verified') = (receipt IS NOT NULL AND finished_at IS NOT NULL))
);
CREATE INDEX gdpr_requests_requested_at_idx ON gdpr_requests (requested_at DESC);
CREATE INDEX gdpr_requests_open_idx ON gdpr_requests (due_at) WHERE state <> 'verified';
COMMENT ON TABLE gdpr_requests IS 'owner: monitor. Exports and erasures; a person is named by pseudonym only.';
COMMENT ON COLUMN gdpr_requests.due_at IS 'Thirty days after it was asked for (GDPR, Art. 12 (3)).';
COMMENT ON COLUMN gdpr_requests.state_reason IS 'Why it waits or failed, a code and a sentence; never with an identifier.';
COMMENT ON COLUMN gdpr_requests.worker IS 'Who carries it out, until lease_until; then whoever comes takes over.';
COMMENT ON COLUMN gdpr_requests.at_block IS 'Where the phase stands: everything before is done and committed.';
COMMENT ON COLUMN gdpr_requests.round IS 'How often the verification found rows that had come meanwhile.';

CREATE TABLE gdpr_request_tables (
    request_id uuid   NOT NULL,
    table_name text   NOT NULL,
    row_count  bigint NOT NULL DEFAULT 0,
    rows_found bigint NOT NULL DEFAULT 0,
    deleted    bigint NOT NULL DEFAULT 0,
    anonymised bigint NOT NULL DEFAULT 0,
    remaining  bigint,
    lookalikes bigint,
    CONSTRAINT gdpr_request_tables_pkey PRIMARY KEY (request_id, table_name),
    CONSTRAINT gdpr_request_tables_request_fkey FOREIGN KEY (request_id) REFERENCES gdpr_requests (request_id) ON DELETE CASCADE
);
COMMENT ON TABLE gdpr_request_tables IS 'owner: monitor. How far a request is with each table: counts, no content.';
COMMENT ON COLUMN gdpr_request_tables.rows_found IS 'Rows about the person when they were counted; row_count: rows there were in all.';
COMMENT ON COLUMN gdpr_request_tables.remaining IS 'Rows that the last verification found; null before the first.';
COMMENT ON COLUMN gdpr_request_tables.lookalikes IS 'Rows that contain an identifier within a longer word, and so are not about the person.';

CREATE TABLE gdpr_request_identifiers (
    request_id uuid    NOT NULL,
    value      text    NOT NULL,
    given      boolean NOT NULL,
    CONSTRAINT gdpr_request_identifiers_pkey PRIMARY KEY (request_id, value),
    CONSTRAINT gdpr_request_identifiers_request_fkey FOREIGN KEY (request_id) REFERENCES gdpr_requests (request_id) ON DELETE CASCADE
);
COMMENT ON TABLE gdpr_request_identifiers IS
    'owner: monitor. Who a request is about, while it runs: what was given, and the conversations found. Deleted when it is verified.';

CREATE TABLE gdpr_request_traces (
    request_id uuid             NOT NULL,
    trace_id   text COLLATE "C" NOT NULL,
    CONSTRAINT gdpr_request_traces_pkey PRIMARY KEY (request_id, trace_id),
    CONSTRAINT gdpr_request_traces_request_fkey FOREIGN KEY (request_id) REFERENCES gdpr_requests (request_id) ON DELETE CASCADE
);
COMMENT ON TABLE gdpr_request_traces IS 'owner: monitor. Traces of the person of a request, while it runs. Deleted when it is verified.';

GRANT SELECT ON gdpr_requests, gdpr_request_tables TO andon_monitor, service_role;
GRANT SELECT ON gdpr_request_identifiers, gdpr_request_traces TO andon_monitor;

-- Hours of the rollups that no longer are what their spans say, since erasure changed a name in them. The note commits with the change.
CREATE TABLE rollup_rebuilds (
    bucket_start timestamptz NOT NULL,
    noted_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT rollup_rebuilds_pkey PRIMARY KEY (bucket_start)
);
COMMENT ON TABLE rollup_rebuilds IS 'owner: analyzer. Hours whose rollups are made anew before anything else is folded.';
GRANT SELECT, INSERT, UPDATE, DELETE ON rollup_rebuilds TO andon_analyzer, service_role;
GRANT SELECT ON rollup_rebuilds TO andon_monitor;
