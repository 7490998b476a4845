package dev.andon.ingest.dump;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Ids of other tools as ours: hex of the right length as it is, anything else by its digest, the same every time. */
final class ForeignIds {
    private ForeignIds() {}

    static String trace(JsonNode id) {
        return hex(id.asText(), 32);
    }

    static String span(JsonNode id) {
        return hex(id.asText(), 16);
    }

    private static String hex(String id, int digits) {
        String hex = id.toLowerCase(Locale.ROOT).replaceFirst("^0x", "").replace("-", "");
        if (hex.length() == digits && hex.chars().allMatch(digit -> Character.digit(digit, 16) >= 0)) {
            return hex;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, digits);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
