package dev.andon.monitor.request.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.monitor.request.PersonRequest;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Writes the ZIP of an export that is ready, a row at a time: memory does not grow with what is exported. Whoever has it whole is the
 * one who fetched it; then the request is verified and no longer knows who it was about. A fetch that breaks off can be made again.
 */
@Singleton
public final class Export {
    private final ExportRepository repository;
    private final ObjectMapper mapper;
    private final InstantSource clock;

    Export(ExportRepository repository, ObjectMapper mapper, InstantSource clock) {
        this.repository = repository;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** Writes to a stream and leaves it open; fails with an {@link IllegalStateException} where somebody else was first. */
    public void write(PersonRequest request, String actor, OutputStream out) throws IOException {
        String sha256;
        Map<String, Long> counts = new TreeMap<>();
        try {
            ExportZip zip = new ExportZip(out);
            repository.read(request.requestId(), reader -> write(request, reader, zip, counts));
            sha256 = zip.finish();
        } catch (IOException | RuntimeException broken) {
            repository.brokenOff(request.requestId(), actor);
            throw broken;
        }
        if (!repository.exported(request.requestId(), actor, counts, sha256, clock.instant())) {
            throw new IllegalStateException("The export was fetched already.");
        }
    }

    private void write(PersonRequest request, ExportRepository.Reader reader, ExportZip zip, Map<String, Long> counts) {
        Instant at = clock.instant();
        ExportPage page = new ExportPage(mapper);
        try {
            for (String table : reader.tables()) {
                ExportedFile file = table(request.requestId(), table, reader, zip, page);
                if (file.rows() > 0) {
                    counts.put(table, file.rows());
                }
            }
            zip.file("index.html", page.html(request, at));
            zip.file(
                    "manifest.json",
                    mapper.writerWithDefaultPrettyPrinter()
                            .writeValueAsString(Map.of(
                                    "request", request.requestId(),
                                    "subject", request.subject(),
                                    "as_of", at,
                                    "files", zip.files())));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static ExportedFile table(
            UUID requestId, String table, ExportRepository.Reader reader, ExportZip zip, ExportPage page)
            throws IOException {
        page.begin(table);
        zip.begin("data/" + table + ".ndjson");
        reader.rows(requestId, table, (owned, json) -> {
            try {
                zip.line(owned, json);
                page.row(owned, json);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        ExportedFile file = zip.end();
        page.end(file);
        return file;
    }
}
