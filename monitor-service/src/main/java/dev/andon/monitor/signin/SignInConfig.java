package dev.andon.monitor.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Signing in at the dashboard. */
@ConfigMapping(prefix = "andon.sign-in")
public interface SignInConfig {
    /** How long a browser stays signed in, at most: its key may end earlier. */
    @WithDefault("PT12H")
    Duration sessionLength();
}
