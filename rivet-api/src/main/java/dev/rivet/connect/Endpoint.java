package dev.rivet.connect;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A database on a server, and who asks. A dialect makes a {@code DataSource} of it: one without pool, each connection is new and the
 * password is asked for again. Values go to the driver as properties, never as text of a URL. Without {@link #tls(Tls)} the machine
 * itself is reached in plain text and every other one with {@link Tls#verifyFull()}. Immutable.
 *
 * <pre>{@code
 * DataSource source =
 *     Postgres.dataSource(
 *         Endpoint.of("db.example.com", "shop").user("reader", Secret.file(Path.of("/run/secrets/db"))));
 * }</pre>
 */
public final class Endpoint {
  private final String host;
  private final String database;
  private final int port;
  private final String user;
  private final @Nullable Secret password;
  private final @Nullable Tls tls;

  private Endpoint(
      String host,
      String database,
      int port,
      String user,
      @Nullable Secret password,
      @Nullable Tls tls) {
    this.host = host;
    this.database = database;
    this.port = port;
    this.user = user;
    this.password = password;
    this.tls = tls;
  }

  /**
   * A database by name.
   *
   * @param host name or address
   * @throws IllegalArgumentException for a host that is none
   */
  public static Endpoint of(String host, String database) {
    requireNonNull(host, "host");
    requireNonNull(database, "database");
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || "/?#@&;=,".indexOf(c) >= 0)) {
      throw new IllegalArgumentException( // it may hold a password: not repeated
          "the host is not a host's name or address alone: leave scheme, user and options out");
    }
    return new Endpoint(host, database, 0, "", null, null);
  }

  /** Another port than the engine's own. */
  public Endpoint port(int number) {
    if (number < 1 || number > 65_535) {
      throw new IllegalArgumentException("port " + number + " is not between 1 and 65535");
    }
    return new Endpoint(host, database, number, user, password, tls);
  }

  /** Who asks. */
  public Endpoint user(String name, Secret secret) {
    requireNonNull(name, "name");
    requireNonNull(secret, "secret");
    return new Endpoint(host, database, port, name, secret, tls);
  }

  /** How the connection is protected. */
  public Endpoint tls(Tls protection) {
    return new Endpoint(
        host, database, port, user, password, requireNonNull(protection, "protection"));
  }

  /** Name or address. */
  public String host() {
    return host;
  }

  /** Name of the database. */
  public String database() {
    return database;
  }

  /** The port; empty for the engine's own. */
  public OptionalInt port() {
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** Who asks, empty if nobody was named. */
  public String user() {
    return user;
  }

  /** The user's password. */
  public Optional<Secret> password() {
    return Optional.ofNullable(password);
  }

  /** The protection, with its default. */
  public Tls tls() {
    Tls chosen = tls;
    return chosen != null ? chosen : isThisMachine() ? Tls.disabled() : Tls.verifyFull();
  }

  private boolean isThisMachine() {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.matches("127(\\.[0-9]{1,3}){3}")
        || name.equals("::1")
        || name.equals("[::1]");
  }

  @Override
  public String toString() {
    return (user.isEmpty() ? "" : user + "@")
        + host
        + (port == 0 ? "" : ":" + port)
        + "/"
        + database
        + " (tls "
        + tls()
        + ")";
  }
}
