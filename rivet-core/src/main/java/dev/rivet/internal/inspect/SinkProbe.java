package dev.rivet.internal.inspect;

import dev.rivet.inspect.DoctorReport.Category;
import dev.rivet.inspect.DoctorReport.Check;
import dev.rivet.internal.redact.Redactor;
import dev.rivet.internal.resource.Resources;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.unit.Location;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Writes, reads back and removes one small object (DO2). */
final class SinkProbe {
  /** Also what validation ignores, should one be left. */
  static final String NAME = ".rivet_doctor_probe";

  private static final byte[] CONTENT = "rivet".getBytes(StandardCharsets.UTF_8);

  private SinkProbe() {}

  /**
   * The part of a destination that every run shares: what is before the first segment with a placeholder. Of a local directory
   * that does not exist yet the nearest one that does, so that nothing is left behind.
   */
  static Location fixedPart(Location destination) {
    String path = destination.path();
    int placeholder = path.indexOf('{');
    if (placeholder >= 0) {
      int end = path.lastIndexOf('/', placeholder);
      path = end <= 0 ? path.substring(0, Math.max(1, placeholder)) : path.substring(0, end);
    }
    Location fixed = new Location(destination.scheme(), path);
    if (!fixed.scheme().equals("file")) {
      return fixed;
    }
    Path directory = Path.of(path);
    while (!Files.exists(directory) && directory.getParent() != null) {
      directory = directory.getParent();
    }
    return Location.of(directory);
  }

  static Check probe(Resources resources, String name, Location destination) {
    Sink sink = resources.plainSinks().get(destination.scheme());
    if (sink == null) {
      return new Check(
          name,
          false,
          Category.DEFINITION,
          "no sink serves '" + destination.scheme() + "://'",
          "Add the rivet-sink jar and pass it with Rivet.builder().sink(…).");
    }
    ObjectKey key = new ObjectKey(destination, NAME);
    try {
      StoredObject stored = sink.put(key, CONTENT, PutMode.REPLACE);
      assert stored != null;
      boolean isReadBack = !(sink instanceof ReadableSink readable) || reads(readable, key);
      Check removed = remove(sink, name, key);
      if (!removed.isOk() || isReadBack) {
        return removed;
      }
      return new Check(name, false, Category.ERROR, "reads back other bytes than written", "");
    } catch (IOException e) {
      return failed(sink, name, e);
    }
  }

  private static boolean reads(ReadableSink sink, ObjectKey key) throws IOException {
    try (InputStream in = sink.open(key, 0)) {
      return Arrays.equals(in.readAllBytes(), CONTENT);
    }
  }

  private static Check remove(Sink sink, String name, ObjectKey key) {
    if (!(sink instanceof MovingSink moving)) {
      return left(name, key, "the sink cannot remove objects");
    }
    try {
      moving.delete(key);
      return moving.head(key).isEmpty()
          ? Doctor.ok(name, "written, read back and removed")
          : left(name, key, "it is still there");
    } catch (IOException e) {
      return left(name, key, detail(sink.classify(e), e));
    }
  }

  private static Check left(String name, ObjectKey key, String why) {
    return new Check(
        name,
        false,
        Category.PERMISSION,
        "the probe was written but not removed: " + why,
        "Remove " + Redactor.secrets(key.toString()) + ", and let this account delete objects.");
  }

  private static Check failed(Sink sink, String name, IOException e) {
    SinkFailure verdict = sink.classify(e);
    Category category = Doctor.category(verdict.code());
    if (isMissing(e)) {
      category = Category.NOT_FOUND;
    } else if (category == Category.ERROR && verdict.isTransient()) {
      category = Category.CONNECTIVITY;
    }
    return new Check(name, false, category, detail(verdict, e), verdict.hint());
  }

  private static boolean isMissing(Throwable failure) {
    Map<Throwable, Boolean> seen = new HashMap<>();
    for (Throwable t = failure; t != null && seen.put(t, true) == null; t = t.getCause()) {
      if (t instanceof NoSuchFileException || t instanceof FileNotFoundException) {
        return true;
      }
    }
    return false;
  }

  private static String detail(SinkFailure verdict, IOException e) {
    return verdict.code()
        + " "
        + e.getClass().getSimpleName()
        + ": "
        + Redactor.secrets(String.valueOf(e.getMessage()));
  }
}
