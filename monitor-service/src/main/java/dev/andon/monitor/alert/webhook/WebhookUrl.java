package dev.andon.monitor.alert.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where messages go. The path of a webhook is its password, so {@link #toString()} shows no more than scheme, host and port, and no
 * message of ours quotes what was set.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param target path and query
 */
public record WebhookUrl(boolean tls, String host, int port, String target) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MOST_PORT = 65_535;
    /** What is shorter is no password, and may be a word of a sentence. */
    private static final int SHORTEST_SECRET = 6;

    /** Reads an address; one that cannot be used is an {@link IllegalArgumentException} with a sentence for operators. */
    public static WebhookUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException("it cannot be read (" + wrong.getReason() + ").");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        refuse(!scheme.equals("https") && !scheme.equals("http"), "it must begin with https:// or http://.");
        refuse(uri.getHost() == null, "it names no host.");
        refuse(uri.getRawUserInfo() != null, "it must hold no user and password; give the receiver a secret path.");
        refuse(uri.getRawFragment() != null, "it must hold no fragment (#).");
        refuse(uri.getPort() == 0 || uri.getPort() > MOST_PORT, "its port is none.");
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        refuse(Literals.ambiguous(host), "its host is a number that programs read differently; write 192.0.2.1.");
        boolean tls = scheme.equals("https");
        return new WebhookUrl(tls, host, uri.getPort() < 0 ? tls ? HTTPS : HTTP : uri.getPort(), target(uri));
    }

    /** A text of the receiver without parts of the secret path, which error pages like to quote. */
    String hidden(String text) {
        String hidden = text;
        for (String part : target.split("[/?&=]")) {
            hidden = part.length() < SHORTEST_SECRET ? hidden : hidden.replace(part, "***");
        }
        return hidden;
    }

    private static String target(URI uri) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private static void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new IllegalArgumentException(why);
        }
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
