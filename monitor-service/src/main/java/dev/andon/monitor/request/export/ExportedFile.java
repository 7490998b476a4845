package dev.andon.monitor.request.export;

/**
 * A file of an export.
 *
 * @param rows in all, 0 where it has none
 * @param mentions those of others' rows
 * @param sha256 hex, of the file as unpacked
 */
record ExportedFile(String name, long rows, long mentions, long bytes, String sha256) {}
