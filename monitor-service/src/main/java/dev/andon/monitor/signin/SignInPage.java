package dev.andon.monitor.signin;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/**
 * The page that asks for a key, or leads to the provider.
 *
 * @param next where to go on, a path of ours
 * @param error empty where nothing was refused yet
 * @param provider name of the OpenID provider; empty where there is none
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record SignInPage(String next, String error, String provider) implements TemplateInstance {}
