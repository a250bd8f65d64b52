package dev.rivet.internal.finish;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.OutcomeUnknownException;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.SinkErrors;
import dev.rivet.internal.hash.Fingerprint;
import dev.rivet.internal.run.LeaseKeeper;
import dev.rivet.manifest.Manifest;
import dev.rivet.spi.sink.ConditionalSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.StaleVersionException;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes a sealed run visible: immutable manifest, current manifest, marker, in this order (contracts §3.1). Every step is safe to
 * repeat with the same bytes, by this process or another one (I11).
 *
 * <p>A process that stalls here may wake up when another one has rolled its run forward and committed later ones. What it puts under
 * a name of its own is the same as what is there. What it would put over the names that all runs share is refused: the version of
 * the object is read, then the lease is checked, then that version is replaced. Whoever took the lease after the check either has not
 * published yet, and will do so later, or has changed the version.
 */
final class Publisher {
  /** Only another owner of the lease or a stranger changes a version, and against a stranger a few attempts are enough. */
  private static final int ATTEMPTS = 5;

  private final Sink sink;
  private final Location prefix;
  private final LeaseKeeper lease;
  private final Context context;

  Publisher(Sink sink, Location prefix, LeaseKeeper lease, Context context) {
    this.sink = sink;
    this.prefix = prefix;
    this.lease = lease;
    this.context = context;
  }

  void publish(String runId, String manifestJson) {
    byte[] bytes = manifestJson.getBytes(StandardCharsets.UTF_8);
    create(new ObjectKey(prefix, Manifest.immutableName(runId)), bytes);
    replace(Manifest.CURRENT, bytes);
    replace(Manifest.SUCCESS, (Fingerprint.of(bytes) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void create(ObjectKey key, byte[] bytes) {
    try {
      var stored = sink.put(key, bytes, PutMode.CREATE);
      assert stored.size() == bytes.length;
    } catch (FileAlreadyExistsException e) {
      checkSame(key, bytes);
    } catch (IOException e) {
      throw new OutcomeUnknownException(
          ErrorCode.OUTCOME_UNKNOWN,
          "putting '"
              + key
              + "' failed, and it may exist or not: "
              + SinkErrors.wrap(sink, e, "put", context).getMessage()
              + "\n"
              + "  All parts are durable and nothing was cleaned up. Applying the same plan again"
              + " finishes the run with the same bytes, whatever happened here.",
          List.of(),
          context.toMap(),
          e);
    }
  }

  private void checkSame(ObjectKey key, byte[] bytes) {
    if (!(sink instanceof ReadableSink readable)) {
      return; // the name carries the run's random id: only we can have written it
    }
    try {
      if (!holds(readable, key, bytes)) {
        throw new OutcomeUnknownException(
            ErrorCode.OUTCOME_UNKNOWN,
            "'"
                + key
                + "' exists with other content. Somebody else wrote it; compare it with the state"
                + " store's run "
                + context.toMap(),
            List.of(),
            context.toMap(),
            null);
      }
    } catch (IOException e) {
      throw SinkErrors.wrap(sink, e, "reading back '" + key + "'", context);
    }
  }

  private static boolean holds(ReadableSink sink, ObjectKey key, byte[] bytes) throws IOException {
    try (InputStream in = sink.open(key, 0)) {
      return Arrays.equals(in.readAllBytes(), bytes);
    }
  }

  private void replace(String name, byte[] bytes) {
    ObjectKey key = new ObjectKey(prefix, name);
    try {
      if (sink instanceof ConditionalSink conditional) {
        replaceIfUnchanged(conditional, key, bytes);
      } else {
        lease.renew();
        var stored = sink.put(key, bytes, PutMode.REPLACE);
        assert stored.size() == bytes.length;
      }
    } catch (IOException e) {
      throw SinkErrors.wrap(
          sink,
          e,
          "putting '" + key + "' (the run is sealed; applying the same plan again finishes it)",
          context);
    }
  }

  private void replaceIfUnchanged(ConditionalSink conditional, ObjectKey key, byte[] bytes)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      Optional<String> version = conditional.version(key);
      lease.renew(); // after the version was read: see above
      try {
        var stored =
            version.isPresent()
                ? conditional.replace(key, bytes, version.get())
                : conditional.put(key, bytes, PutMode.CREATE);
        assert stored.size() == bytes.length;
        return;
      } catch (StaleVersionException | FileAlreadyExistsException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
