package dev.andon.monitor.request.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A ZIP that is written file after file, with a checksum of each and of the whole. Names stay within the folder that it is unpacked to. */
final class ExportZip {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]+(/[a-z0-9_]+)?\\.[a-z]+");

    private final DigestOutputStream whole;
    private final ZipOutputStream zip;
    private final List<ExportedFile> files = new ArrayList<>();
    private MessageDigest digest;
    private String name;
    private long rows;
    private long mentions;
    private long bytes;

    ExportZip(OutputStream out) {
        this.whole = new DigestOutputStream(out, sha256());
        this.zip = new ZipOutputStream(whole, StandardCharsets.UTF_8);
    }

    void begin(String file) throws IOException {
        if (!NAME.matcher(file).matches()) {
            throw new IllegalArgumentException("No name of a file: " + file);
        }
        name = file;
        digest = sha256();
        rows = 0;
        mentions = 0;
        bytes = 0;
        zip.putNextEntry(new ZipEntry(file));
    }

    /** A row of JSON, which PostgreSQL prints on one line. */
    void line(boolean owned, String json) throws IOException {
        rows++;
        mentions += owned ? 0 : 1;
        put("{\"about\":\"" + (owned ? "you" : "mention") + "\",\"row\":" + json + "}\n");
    }

    ExportedFile end() throws IOException {
        zip.closeEntry();
        ExportedFile file =
                new ExportedFile(name, rows, mentions, bytes, HexFormat.of().formatHex(digest.digest()));
        files.add(file);
        return file;
    }

    void file(String file, String content) throws IOException {
        begin(file);
        put(content);
        end();
    }

    List<ExportedFile> files() {
        return List.copyOf(files);
    }

    /** Ends it and leaves what is below open; returns the SHA-256 of the ZIP in hex. */
    String finish() throws IOException {
        zip.finish();
        zip.flush();
        return HexFormat.of().formatHex(whole.getMessageDigest().digest());
    }

    private void put(String text) throws IOException {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        digest.update(encoded);
        bytes += encoded.length;
        zip.write(encoded);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
