package dev.andon.monitor.signin;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The page that asks for a key. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
final class SignInPage {
    private SignInPage() {}

    /**
     * The page.
     *
     * @param next where to go on, a path of ours
     * @param error empty where nothing was refused yet
     */
    static native TemplateInstance signIn(String next, String error);
}
