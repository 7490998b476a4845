package dev.andon.common.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A PostgreSQL URL as operators write it, {@code postgresql://user:password@host:port/database?sslmode=require}, and its two
 * other spellings: for JDBC and for the reactive client.
 *
 * @param host never empty
 * @param port 1 to 65535; 5432 where the URL names none
 * @param database never empty
 * @param query what follows the question mark, without it; empty where there is none
 */
public record DatabaseUrl(
        String host, int port, String database, Optional<String> user, Optional<String> password, String query) {

    /** Parses {@code postgres://} and {@code postgresql://}; anything else is an {@link IllegalArgumentException} that says what is wrong. */
    public static DatabaseUrl parse(String url) {
        URI uri;
        try {
            uri = URI.create(url.strip().replaceFirst("^jdbc:", ""));
        } catch (IllegalArgumentException malformed) {
            // The cause would repeat the whole URL, password included.
            throw new IllegalArgumentException(
                    "DATABASE_URL is not a URL. Write postgresql://user:password@host:5432/database,"
                            + " special characters in the password as %XX.");
        }
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
            throw new IllegalArgumentException("DATABASE_URL must start with postgresql://.");
        }
        String path = uri.getRawPath();
        if (uri.getHost() == null || path == null || path.length() < 2) {
            throw new IllegalArgumentException(
                    "DATABASE_URL needs a host and a database: postgresql://user:password@host:5432/database.");
        }
        String[] login = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                decode(path.substring(1)),
                login.length > 0 ? Optional.of(decode(login[0])) : Optional.empty(),
                login.length > 1 ? Optional.of(decode(login[1])) : Optional.empty(),
                uri.getRawQuery() == null ? "" : uri.getRawQuery());
    }

    /** For JDBC, without user and password. */
    public String jdbc() {
        return "jdbc:" + reactive();
    }

    /** For the reactive client, without user and password. */
    public String reactive() {
        return "postgresql://" + host + ":" + port + "/" + database + (query.isEmpty() ? "" : "?" + query);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
