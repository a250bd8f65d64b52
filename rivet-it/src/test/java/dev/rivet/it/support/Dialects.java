package dev.rivet.it.support;

import dev.rivet.spi.dialect.Dialect;
import java.util.ServiceLoader;

/** Dialects as the library finds them. */
public final class Dialects {
  private Dialects() {}

  /** The one for PostgreSQL. */
  public static Dialect postgres() {
    return ServiceLoader.load(Dialect.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(d -> d.name().equals("postgres"))
        .findFirst()
        .orElseThrow();
  }
}
