-- Messages about failing checks (spec N5). A message is written together with the change it tells of and sent afterwards, so a crash
-- between the two loses none; its id is the idempotency key, so a receiver can drop what a crash after sending makes come again.
CREATE TABLE monitor_alert_states (
    check_key     text        NOT NULL,
    failing_since timestamptz NOT NULL,
    notified_at   timestamptz NOT NULL,
    CONSTRAINT monitor_alert_states_pkey PRIMARY KEY (check_key),
    CONSTRAINT monitor_alert_states_told_after_it_failed CHECK (failing_since <= notified_at)
);
COMMENT ON TABLE monitor_alert_states IS 'owner: monitor. Checks of the schedule that fail and of which a message tells.';
COMMENT ON COLUMN monitor_alert_states.notified_at IS 'Of the newest message; the next reminder counts from here.';

CREATE TABLE monitor_alert_messages (
    message_id    uuid        NOT NULL,
    created_at    timestamptz NOT NULL,
    due_at        timestamptz NOT NULL,
    claimed_until timestamptz NOT NULL,
    attempts      integer     NOT NULL,
    status        text        NOT NULL,
    trigger       text        NOT NULL,
    content       jsonb       NOT NULL,
    CONSTRAINT monitor_alert_messages_pkey PRIMARY KEY (message_id),
    CONSTRAINT monitor_alert_messages_run_fkey FOREIGN KEY (message_id) REFERENCES monitor_runs (run_id) ON DELETE CASCADE,
    CONSTRAINT monitor_alert_messages_attempts_positive CHECK (attempts >= 1),
    CONSTRAINT monitor_alert_messages_status_known CHECK (status IN ('pending', 'sent', 'given_up')),
    CONSTRAINT monitor_alert_messages_trigger_known CHECK (trigger IN ('command', 'schedule'))
);
CREATE INDEX monitor_alert_messages_pending_idx ON monitor_alert_messages (due_at) WHERE status = 'pending';
COMMENT ON TABLE monitor_alert_messages IS 'owner: monitor. At most one message a run of the checks; message_id is the run and the idempotency key.';
COMMENT ON COLUMN monitor_alert_messages.claimed_until IS 'Until then the instance that claimed it sends it; afterwards another may.';
COMMENT ON COLUMN monitor_alert_messages.content IS 'What is told, whatever format it is sent in; no address and no secret.';

CREATE TABLE monitor_alert_attempts (
    message_id  uuid        NOT NULL,
    attempt     integer     NOT NULL,
    began_at    timestamptz NOT NULL,
    ended_at    timestamptz,
    tries       integer,
    http_status integer,
    outcome     text,
    detail      text,
    CONSTRAINT monitor_alert_attempts_pkey PRIMARY KEY (message_id, attempt),
    CONSTRAINT monitor_alert_attempts_message_fkey FOREIGN KEY (message_id)
        REFERENCES monitor_alert_messages (message_id) ON DELETE CASCADE,
    CONSTRAINT monitor_alert_attempts_outcome_known CHECK (outcome IN ('sent', 'failed', 'refused')),
    CONSTRAINT monitor_alert_attempts_outcome_at_the_end CHECK ((outcome IS NULL) = (ended_at IS NULL))
);
COMMENT ON TABLE monitor_alert_attempts IS 'owner: monitor. Each time a message was sent, with its outcome; without one where the instance died in it.';
COMMENT ON COLUMN monitor_alert_attempts.tries IS 'Requests that were made, each after a longer pause.';

GRANT SELECT, INSERT, UPDATE, DELETE ON monitor_alert_states, monitor_alert_messages TO andon_monitor;
GRANT SELECT, INSERT, UPDATE ON monitor_alert_attempts TO andon_monitor;
GRANT SELECT ON monitor_alert_states, monitor_alert_messages, monitor_alert_attempts TO service_role;
