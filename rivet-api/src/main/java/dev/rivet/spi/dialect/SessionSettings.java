package dev.rivet.spi.dialect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a session behaves towards the server. Immutable.
 *
 * @param applicationName shown in the server's list of sessions
 * @param statementTimeout longest a statement may run, zero for no limit of ours
 * @param lockTimeout longest to wait for a lock, zero for no limit of ours
 */
public record SessionSettings(
    String applicationName, Duration statementTimeout, Duration lockTimeout) {
  /** Checks for null. */
  public SessionSettings {
    requireNonNull(applicationName, "applicationName");
    requireNonNull(statementTimeout, "statementTimeout");
    requireNonNull(lockTimeout, "lockTimeout");
  }
}
