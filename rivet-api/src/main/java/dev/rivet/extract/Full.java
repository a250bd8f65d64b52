package dev.rivet.extract;

/**
 * The whole relation as one slice, in one snapshot. Not resumable: applied again after a crash, it starts over; the
 * unfinished attempt never becomes visible. The default mode. Immutable.
 */
public record Full() implements Extraction {

  /** The only form. */
  public static Full scan() {
    return new Full();
  }

  @Override
  public int parallel() {
    return 1;
  }

  @Override
  public boolean isCheckpointed() {
    return false;
  }

  @Override
  public int maxAttempts() {
    return 0;
  }

  @Override
  public String strategy() {
    return "full";
  }
}
