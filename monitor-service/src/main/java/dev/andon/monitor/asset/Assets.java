package dev.andon.monitor.asset;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Style sheets and scripts, read once at start. Each is known by a name that holds a hash of its content, so a browser may keep it
 * for ever; templates ask for the address by the plain name.
 */
@ApplicationScoped
@Named("assets")
public class Assets {
    private static final String CSS = "text/css;charset=utf-8";
    private static final String SCRIPT = "text/javascript;charset=utf-8";
    private static final String WEBJARS = "META-INF/resources/webjars/";

    private final Map<String, Asset> byPlainName = new TreeMap<>();
    private final Map<String, Asset> byHashedName = new TreeMap<>();

    /** What is sent: the content plain and zipped. */
    public record Asset(String hashedName, String type, byte[] content, byte[] zipped) {}

    Assets() {
        String css = text(List.of("assets/tokens.css", "assets/components.css", "assets/pages.css"));
        add("andon.css", CSS, StyleSheet.minified(css).getBytes(StandardCharsets.UTF_8));
        add("shell.js", SCRIPT, bytes("assets/shell.js"));
        add("trace.js", SCRIPT, bytes("assets/trace.js"));
        add("trend.js", SCRIPT, bytes("assets/trend.js"));
        add("usage.js", SCRIPT, bytes("assets/usage.js"));
        add("htmx.js", SCRIPT, bytes(WEBJARS + "htmx.org/2.0.8/dist/htmx.min.js"));
        add("echarts.js", SCRIPT, bytes(WEBJARS + "echarts/5.5.0/echarts.common.min.js"));
    }

    /** The address of an asset; used by templates as {@code inject:assets.url('andon.css')}. */
    public String url(String plainName) {
        return "/assets/" + byPlainName.get(plainName).hashedName();
    }

    /** The asset of a hashed name, null where there is none of it (any more). */
    Asset find(String hashedName) {
        return byHashedName.get(hashedName);
    }

    private void add(String plainName, String type, byte[] content) {
        int dot = plainName.lastIndexOf('.');
        String hashedName = plainName.substring(0, dot) + "-" + hash(content) + plainName.substring(dot);
        Asset asset = new Asset(hashedName, type, content, zip(content));
        byPlainName.put(plainName, asset);
        byHashedName.put(hashedName, asset);
    }

    private static String text(List<String> paths) {
        StringBuilder text = new StringBuilder();
        for (String path : paths) {
            text.append(new String(bytes(path), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static byte[] bytes(String path) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The asset " + path + " is not on the class path.");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] zip(byte[] content) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return zipped.toByteArray();
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
