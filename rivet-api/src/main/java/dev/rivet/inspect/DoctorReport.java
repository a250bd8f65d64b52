package dev.rivet.inspect;

import dev.rivet.spi.json.JsonCodec;
import java.util.List;
import java.util.Locale;

/**
 * What {@code rivet.doctor()} found out about the environment (contracts §12.3). Immutable.
 *
 * @param isAllOk whether every check passed
 * @param checks in the order they were made
 */
public record DoctorReport(boolean isAllOk, List<Check> checks) {

  /** What kind of failure it is, told by type and code, never by message text. */
  public enum Category {
    /** Passed. */
    OK,
    /** Credentials were refused. */
    AUTH,
    /** Host, port, network or time ran out. */
    CONNECTIVITY,
    /** The account may not do this. */
    PERMISSION,
    /** Database, bucket, container or path does not exist. */
    NOT_FOUND,
    /** The definition itself. */
    DEFINITION,
    /** Anything else. */
    ERROR
  }

  /**
   * One check.
   *
   * @param name for example {@code source} or {@code destination s3://lake/raw}
   * @param isOk whether it passed
   * @param category what kind of failure it is
   * @param detail what was seen
   * @param hint what to do about it; empty if nothing
   */
  public record Check(String name, boolean isOk, Category category, String detail, String hint) {}

  /** Copies the list. */
  public DoctorReport {
    checks = List.copyOf(checks);
  }

  /** From its checks. */
  public static DoctorReport of(List<Check> checks) {
    return new DoctorReport(checks.stream().allMatch(Check::isOk), checks);
  }

  /** The report as JSON. */
  public String toJson() {
    return JsonCodec.instance().write(this);
  }

  /** For people: one line per check, its hint below it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Check check : checks) {
      text.append(check.isOk() ? "ok    " : "FAIL  ").append(check.name());
      if (!check.isOk()) {
        text.append(" (").append(check.category().name().toLowerCase(Locale.ROOT)).append(')');
      }
      text.append(": ").append(check.detail()).append('\n');
      if (!check.hint().isEmpty()) {
        text.append("      ").append(check.hint()).append('\n');
      }
    }
    return text.toString();
  }
}
