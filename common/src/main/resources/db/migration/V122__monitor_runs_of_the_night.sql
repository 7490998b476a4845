-- A nightly run makes checks too (spec N12) and sends one message about all of its parts, so its runs are told apart from those of
-- commands, which send one each.
ALTER TABLE monitor_runs
    DROP CONSTRAINT monitor_runs_trigger_known,
    ADD CONSTRAINT monitor_runs_trigger_known CHECK (trigger IN ('command', 'schedule', 'page', 'nightly'));
