package dev.andon.ingest.chat;

/** Texts of spans that are cut to what a column takes. */
final class Texts {
    private Texts() {}

    /** At most so many characters, an ellipsis in place of the rest; no character is cut in two. */
    static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return text.substring(0, end) + "…";
    }
}
