-- Operators mark an improvement as resolved by its status or by attributes.resolved (spec W24); both say the same afterwards,
-- whichever was written, and resolved_at says when.
CREATE FUNCTION continuous_improvements_resolution() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    marked boolean := coalesce(new.attributes ->> 'resolved', 'false') = 'true';
BEGIN
    IF tg_op = 'UPDATE' AND new.status = old.status
            AND marked IS DISTINCT FROM (coalesce(old.attributes ->> 'resolved', 'false') = 'true') THEN
        new.status := CASE WHEN marked THEN 'RESOLVED' ELSE 'REOPENED' END;
    END IF;
    IF new.status IN ('OPEN', 'REOPENED') THEN
        new.resolved_at := NULL;
    ELSE
        new.resolved_at := coalesce(new.resolved_at, clock_timestamp());
    END IF;
    new.attributes := coalesce(new.attributes, '{}')
        || jsonb_build_object('resolved', new.status IN ('RESOLVED', 'VERIFIED'));
    RETURN new;
END
$$;
CREATE TRIGGER continuous_improvements_resolution BEFORE INSERT OR UPDATE ON continuous_improvements
    FOR EACH ROW EXECUTE FUNCTION continuous_improvements_resolution();
