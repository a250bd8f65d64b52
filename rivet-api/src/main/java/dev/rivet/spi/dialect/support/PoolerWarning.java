package dev.rivet.spi.dialect.support;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import java.util.ArrayList;
import java.util.List;

/** What a plan says of a pooler or proxy between Rivet and the server. */
public final class PoolerWarning {
  /** The subject of the warning. */
  public static final String SUBJECT = "pooler";

  /** The label of a connection without anything in between. */
  public static final String DIRECT = "direct";

  private PoolerWarning() {}

  /**
   * The warnings with one more, if there is a pooler.
   *
   * @param warnings those of the relation
   * @param pooler its label, as in {@link dev.rivet.plan.SourceIdentity#pooler()}
   * @param changes what is different behind it, whole sentences
   */
  public static List<Problem> added(List<Problem> warnings, String pooler, String changes) {
    if (pooler.equals(DIRECT)) {
      return warnings;
    }
    List<Problem> all = new ArrayList<>(warnings);
    all.add(
        new Problem(
            ErrorCode.CONSISTENCY_UNAVAILABLE,
            SUBJECT,
            "connections go through a pooler or proxy (" + pooler + "). " + changes));
    return List.copyOf(all);
  }
}
