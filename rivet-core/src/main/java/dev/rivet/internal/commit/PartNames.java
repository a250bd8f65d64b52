package dev.rivet.internal.commit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of runs and parts (DN1): unique per run, telling slice and attempt, so that nobody ever overwrites a committed part. */
public final class PartNames {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern AFTER_EXPORT =
      Pattern.compile("\\d{8}T\\d{6}\\.\\d{3}_[0-9a-f]{8}_s\\d{5,}_a\\d{2,}_p\\d{3,}\\..+");

  private PartNames() {}

  /** {@code orders_20261123T101500.123_1a2b3c4d}. */
  public static String runId(String export, Instant now, RandomGenerator random) {
    return export
        + "_"
        + TIME.format(now)
        + "_"
        + String.format(Locale.ROOT, "%08x", random.nextInt());
  }

  /** {@code <run>_s00003_a01_p000.parquet}. */
  public static String part(String runId, int slice, int attempt, int sequence, String extension) {
    return String.format(
        Locale.ROOT, "%s_s%05d_a%02d_p%03d.%s", runId, slice, attempt, sequence, extension);
  }

  /** Whether an object was named by a run of this export (M9). */
  public static boolean isOwn(String name, String export) {
    return name.startsWith(export + "_")
        && AFTER_EXPORT.matcher(name.substring(export.length() + 1)).matches();
  }

  /** The same for the name of something unfinished, of which a sink may know the beginning only. */
  public static boolean isOwnOrCut(String name, String export) {
    if (!name.startsWith(export + "_")) {
      return false;
    }
    Matcher matcher = AFTER_EXPORT.matcher(name.substring(export.length() + 1));
    return matcher.matches() || matcher.hitEnd();
  }
}
