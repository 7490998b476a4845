package dev.andon.ingest.item;

/**
 * What is wrong with one item of a request.
 *
 * @param index its place among the items of the request, from 0; null where only the store could tell
 * @param line its line, from 1, where items come one a line; else null
 */
public record ItemError(Integer index, Integer line, String field, String detail) {}
