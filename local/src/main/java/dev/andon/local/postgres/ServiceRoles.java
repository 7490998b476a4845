package dev.andon.local.postgres;

import dev.andon.common.config.DatabaseUrl;
import dev.andon.local.home.StackException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Makes sure that the login user may act as each service (spec P4): services take their own role on every connection. */
public final class ServiceRoles {
    private static final List<String> ROLES = List.of("andon_ingest", "andon_analyzer", "andon_monitor");

    private ServiceRoles() {}

    /** Grants what is missing where the user may; else says what a superuser has to run. */
    public static void ensure(DatabaseUrl url) {
        try (Connection connection = connect(url)) {
            List<String> missing =
                    ROLES.stream().filter(role -> !mayTake(connection, role)).toList();
            if (!missing.isEmpty()) {
                grant(connection, missing, url.user().orElse("current_user"));
            }
        } catch (SQLException failed) {
            throw new StackException("The database cannot be used: " + failed.getMessage());
        }
    }

    /** A connection as the login user. */
    public static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(
                url.jdbc(), url.user().orElse(null), url.password().orElse(null));
    }

    // Membership alone does not say it: since PostgreSQL 16 a member may be barred from SET ROLE.
    private static boolean mayTake(Connection connection, String role) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + role);
            statement.execute("RESET ROLE");
            return true;
        } catch (SQLException refused) {
            return false;
        }
    }

    private static void grant(Connection connection, List<String> roles, String user) {
        String sql = "GRANT " + String.join(", ", roles) + " TO \"" + user + "\"";
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new StackException("The user " + user + " may not act as " + String.join(", ", roles)
                    + ". Run this as a superuser of that database, then start again:\n  " + sql + ";");
        }
    }
}
