package dev.andon.monitor.header;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The one script inside a page: it sets the theme before the first paint. The content security policy lets it run by its hash. */
public final class ThemeScript {
    public static final String TEXT = "{const t=new URLSearchParams(location.search).get('theme')||"
            + "(()=>{try{return localStorage.theme}catch{}})();if(t=='dark'||t=='light')document.documentElement.dataset.theme=t}";

    private ThemeScript() {}

    /** As the policy wants it, with its quotes. */
    static String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(TEXT.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
