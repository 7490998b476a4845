package dev.andon.monitor.retention;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.qute.TemplateData;
import java.time.Instant;

/**
 * Something that is not deleted until it is released.
 *
 * @param covers all, class, conversation or person
 * @param name the class, conversation or person; null for everything, and for the last two once released
 * @param subject pseudonym of the conversation or person, else null
 * @param releasedAt null while it is in force
 */
@TemplateData
@JsonNaming(SnakeCaseStrategy.class)
public record Hold(
        long holdId,
        String covers,
        String name,
        String subject,
        String reason,
        Instant createdAt,
        String createdBy,
        Instant releasedAt,
        String releasedBy) {}
