package dev.rivet.sink.local;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of unfinished files: {@code .<name>.<24 hex digits>.tmp}, the first 16 of which say which JVM is writing. */
final class StagingName {
  private static final Pattern FORM =
      Pattern.compile("\\.(.+)\\.([0-9a-f]{16})[0-9a-f]{8}\\.tmp", Pattern.DOTALL);
  private static final int ADDED = 1 + 1 + 24 + 4;
  private static final String THIS_JVM = thisJvm();

  private StagingName() {}

  private static String thisJvm() {
    // Not the process id: containers that share a volume all have process 1.
    return HexFormat.of().toHexDigits(new SecureRandom().nextLong());
  }

  /** A fresh name that no other process draws. The object's name is cut at the end if it does not fit. */
  static String of(String name) {
    int end = name.length();
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > 255 - ADDED) {
      end = name.offsetByCodePoints(end, -1);
    }
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    return "." + name.substring(0, end) + "." + THIS_JVM + random + ".tmp";
  }

  /** Whether this is the name of an unfinished file. */
  static boolean matches(String fileName) {
    return FORM.matcher(fileName).matches();
  }

  /** The name of the object that was to be, or null for other files. */
  static @Nullable String objectName(String fileName) {
    Matcher m = FORM.matcher(fileName);
    return m.matches() ? m.group(1) : null;
  }

  /** Whether this JVM is writing it, or was. */
  static boolean isOfThisJvm(String fileName) {
    Matcher m = FORM.matcher(fileName);
    return m.matches() && THIS_JVM.equals(m.group(2));
  }
}
