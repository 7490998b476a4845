-- A reason of 500 characters grows where an identifier in it becomes [erased]; as long as that is refused, the erasure fails.
ALTER TABLE gdpr_requests
    DROP CONSTRAINT gdpr_requests_reason_length,
    ADD CONSTRAINT gdpr_requests_reason_length CHECK (length(reason) BETWEEN 1 AND 2000);
ALTER TABLE retention_holds
    DROP CONSTRAINT retention_holds_reason_given,
    ADD CONSTRAINT retention_holds_reason_given CHECK (btrim(reason) <> '' AND length(reason) <= 2000);
