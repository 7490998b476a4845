package dev.andon.monitor.check;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.qute.TemplateData;
import java.time.Instant;

/** One check of one run; the parts of {@link Measurement} with what they are of. */
@TemplateData
@JsonNaming(SnakeCaseStrategy.class)
public record CheckResult(
        String key,
        CheckGroup group,
        String title,
        String measures,
        CheckStatus status,
        Double value,
        String unit,
        Double warnAt,
        Double errorAt,
        String expected,
        String detail,
        String remedy,
        String page,
        String runbook,
        Instant checkedAt,
        double tookMs) {

    static CheckResult of(Check check, Measurement found, Instant checkedAt, double tookMs) {
        return new CheckResult(
                check.key(),
                check.group(),
                check.title(),
                check.measures(),
                found.status(),
                found.value(),
                found.unit(),
                found.warnAt(),
                found.errorAt(),
                found.expected(),
                found.detail(),
                found.remedy(),
                check.page(),
                "/freshness/" + check.key(),
                checkedAt,
                tookMs);
    }
}
