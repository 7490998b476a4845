package dev.andon.monitor.privacy;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.qute.TemplateData;
import java.time.Instant;

/**
 * One row of the audit log.
 *
 * @param at in microseconds
 * @param subject pseudonym; null where it is about nobody in particular
 * @param counts a JSON object as PostgreSQL prints it: these bytes are hashed
 * @param detail null where there is none
 * @param prevHash hex, of the entry before
 * @param hash hex, of this entry
 */
@TemplateData
@JsonNaming(SnakeCaseStrategy.class)
public record AuditEntry(
        long seq,
        Instant at,
        String actor,
        String action,
        String subject,
        String outcome,
        @JsonRawValue String counts,
        String detail,
        String prevHash,
        String hash) {}
