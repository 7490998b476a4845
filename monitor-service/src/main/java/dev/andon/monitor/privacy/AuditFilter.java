package dev.andon.monitor.privacy;

/**
 * Which entries of the audit log are read.
 *
 * @param before only those with a smaller number; null from the newest on
 * @param action only this one; null for all
 * @param subject only those about this pseudonym; null for all
 * @param most how many
 */
public record AuditFilter(Long before, String action, String subject, int most) {}
