package dev.andon.analyzer.evidence;

/**
 * The traces of a period.
 *
 * @param executions distinct workflow executions among them
 * @param rootUs their end-to-end time added up, in microseconds
 * @param recentRootUs the same of the last 24 hours of the period
 */
public record TraceTotals(long traces, long executions, double rootUs, double recentRootUs) {}
