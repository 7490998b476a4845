-- How long data of each class is kept, and what must be kept whatever the rules say (spec N11). Changes go through functions
-- (R__gdpr_retention.sql, R__gdpr_holds.sql), which add them to the audit log.
CREATE TABLE retention_rules (
    data_class  text COLLATE "C" NOT NULL,
    keep_days   integer,
    gone_before timestamptz,
    updated_at  timestamptz      NOT NULL DEFAULT now(),
    updated_by  text             NOT NULL,
    CONSTRAINT retention_rules_pkey PRIMARY KEY (data_class),
    CONSTRAINT retention_rules_class_known CHECK (data_class IN
        ('spans', 'trace_summaries', 'rollups', 'chat_telemetry', 'conversations', 'monitor_runs')),
    CONSTRAINT retention_rules_keep_days_in_range CHECK (keep_days BETWEEN 1 AND 36500)
);
COMMENT ON TABLE retention_rules IS 'owner: monitor. How many days data of a class is kept; null is for ever.';
COMMENT ON COLUMN retention_rules.gone_before IS
    'Rows from before may have been deleted; rollups of those hours are not made anew. Only ever grows.';
-- Spans go first (spec W29). Their summaries outlive them: the fold tells late spans of a counted trace by them.
INSERT INTO retention_rules (data_class, keep_days, updated_by) VALUES
    ('spans', 90, 'default'),
    ('trace_summaries', 400, 'default'),
    ('rollups', 800, 'default'),
    ('chat_telemetry', 400, 'default'),
    ('conversations', 90, 'default'),
    ('monitor_runs', 30, 'default');

CREATE TABLE retention_holds (
    hold_id         bigint      GENERATED ALWAYS AS IDENTITY,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    released_at     timestamptz,
    covers          text COLLATE "C" NOT NULL,
    data_class      text COLLATE "C",
    conversation_id text,
    person          text,
    subject         text COLLATE "C",
    reason          text        NOT NULL,
    created_by      text        NOT NULL,
    released_by     text,
    CONSTRAINT retention_holds_pkey PRIMARY KEY (hold_id),
    CONSTRAINT retention_holds_covers_known CHECK (covers IN ('all', 'class', 'conversation', 'person')),
    CONSTRAINT retention_holds_class_known CHECK (data_class IN
        ('spans', 'trace_summaries', 'rollups', 'chat_telemetry', 'conversations', 'monitor_runs')),
    CONSTRAINT retention_holds_class_for_class CHECK ((covers = 'class') = (data_class IS NOT NULL)),
    CONSTRAINT retention_holds_subject_for_one CHECK ((covers IN ('conversation', 'person')) = (subject IS NOT NULL)),
    -- While it lasts it has to find its rows; afterwards it names them by pseudonym only.
    CONSTRAINT retention_holds_names_while_it_lasts CHECK (
        (conversation_id IS NOT NULL) = (covers = 'conversation' AND released_at IS NULL)
        AND (person IS NOT NULL) = (covers = 'person' AND released_at IS NULL)),
    CONSTRAINT retention_holds_subject_is_a_pseudonym CHECK (subject ~ '^[0-9a-f]{32}$'),
    CONSTRAINT retention_holds_reason_given CHECK (btrim(reason) <> '' AND length(reason) <= 500),
    CONSTRAINT retention_holds_created_by_named CHECK (btrim(created_by) <> ''),
    CONSTRAINT retention_holds_released_by_somebody CHECK ((released_at IS NULL) = (released_by IS NULL))
);
CREATE INDEX retention_holds_in_force_idx ON retention_holds (hold_id) WHERE released_at IS NULL;
COMMENT ON TABLE retention_holds IS 'owner: monitor. What neither retention nor erasure may delete until it is released.';
COMMENT ON COLUMN retention_holds.person IS 'User id or e-mail address, trimmed, in lower case; null once released.';
COMMENT ON COLUMN retention_holds.subject IS 'Pseudonym of the person or conversation, as in the audit log.';

CREATE TABLE retention_runs (
    run_id      uuid        NOT NULL,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    day         date,
    started_by  text        NOT NULL,
    outcome     text COLLATE "C",
    counts      jsonb       NOT NULL DEFAULT '{}',
    detail      text,
    CONSTRAINT retention_runs_pkey PRIMARY KEY (run_id),
    CONSTRAINT retention_runs_one_a_day UNIQUE (day),
    CONSTRAINT retention_runs_outcome_known CHECK (outcome IN ('done', 'partly', 'failed')),
    CONSTRAINT retention_runs_outcome_when_finished CHECK ((outcome IS NULL) = (finished_at IS NULL))
);
CREATE INDEX retention_runs_started_at_idx ON retention_runs (started_at DESC);
COMMENT ON TABLE retention_runs IS 'owner: monitor. Runs of retention and the rows each deleted; one a day by schedule, more by command.';
COMMENT ON COLUMN retention_runs.day IS 'Of the schedule: the UTC day it is for. Whoever inserts it makes the run.';

GRANT SELECT ON retention_rules, retention_holds TO andon_monitor;
GRANT SELECT, INSERT, UPDATE ON retention_runs TO andon_monitor;
GRANT SELECT ON retention_rules, retention_runs TO service_role, andon_analyzer;
