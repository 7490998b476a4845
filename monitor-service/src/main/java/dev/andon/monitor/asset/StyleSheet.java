package dev.andon.monitor.asset;

import java.util.regex.Pattern;

/** Takes comments and needless blanks out of a style sheet. Quoted text is not looked into, so none may hold a comment or a brace. */
final class StyleSheet {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern AROUND = Pattern.compile(" ?([{};,>]) ?");
    private static final Pattern AFTER_COLON = Pattern.compile("(?<=[a-z-]): (?=[^{}]*[;}])");

    private StyleSheet() {}

    static String minified(String css) {
        String text = COMMENT.matcher(css).replaceAll("");
        text = BLANKS.matcher(text).replaceAll(" ");
        text = AROUND.matcher(text).replaceAll("$1");
        text = AFTER_COLON.matcher(text).replaceAll(":");
        return text.replace(";}", "}").strip();
    }
}
