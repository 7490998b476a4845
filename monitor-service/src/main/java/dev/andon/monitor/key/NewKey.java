package dev.andon.monitor.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Instant;

/** A key just made: the one time that its whole text is shown. */
record NewKey(
        @JsonProperty("key") String key,
        @JsonProperty("key_id") String keyId,
        @JsonProperty("expires_at") Instant expiresAt,
        @JsonProperty("replaces") String replaces,
        @JsonProperty("replaced_ends_at") Instant replacedEndsAt) {

    void print(PrintWriter out, boolean json, ObjectMapper mapper) throws JsonProcessingException {
        if (json) {
            out.println(mapper.writeValueAsString(this));
            return;
        }
        out.println(key);
        out.println();
        out.println("Keep it now: it is not shown again. Send it as the header Authorization: Bearer KEY.");
        if (expiresAt != null) {
            out.println("It expires at " + expiresAt + ".");
        }
        if (replaces != null) {
            out.println("The key " + replaces + " works until " + replacedEndsAt + ".");
        }
    }
}
