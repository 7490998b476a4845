-- What kind of installation a database belongs to, so that demonstration data stays out of production (spec N2).
CREATE TABLE environment_mark (
    kind      text        NOT NULL,
    marked_at timestamptz NOT NULL DEFAULT now(),
    marked_by text        NOT NULL DEFAULT session_user,
    CONSTRAINT environment_mark_kind_known CHECK (kind IN ('production', 'staging', 'development'))
);
CREATE UNIQUE INDEX environment_mark_one_row_idx ON environment_mark ((true));
COMMENT ON TABLE environment_mark IS 'owner: monitor. One row or none: production, staging or development. seed refuses to run on production.';
GRANT SELECT, INSERT, UPDATE ON environment_mark TO andon_monitor, service_role;
