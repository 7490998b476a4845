package dev.andon.monitor.alert.message;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.andon.monitor.check.CheckResult;
import java.time.Instant;

/**
 * One check in a message.
 *
 * @param since when it began to fail, as far as is known
 * @param page path, or a whole address; null where there is none
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Finding(
        String key,
        String group,
        String title,
        Change change,
        String status,
        String detail,
        String remedy,
        Double value,
        String unit,
        String page,
        String runbook,
        Instant since) {

    /** Of a check's result. */
    public static Finding of(CheckResult result, Change change, Instant since) {
        return new Finding(
                result.key(),
                result.group().text(),
                result.title(),
                change,
                result.status().text(),
                result.detail(),
                result.remedy(),
                result.value(),
                result.unit(),
                result.page(),
                result.runbook(),
                since);
    }
}
