package dev.rivet.internal.finish;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.OutcomeUnknownException;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.SinkErrors;
import dev.rivet.internal.hash.Fingerprint;
import dev.rivet.manifest.Manifest;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a sealed run visible: immutable manifest, current manifest, marker, in this order (contracts §3.1). Every step is safe to
 * repeat with the same bytes, by this process or another one (I11).
 */
final class Publisher {
  private final Sink sink;
  private final Location prefix;
  private final Context context;

  Publisher(Sink sink, Location prefix, Context context) {
    this.sink = sink;
    this.prefix = prefix;
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
    try (InputStream in = readable.open(key, 0)) {
      if (!Arrays.equals(in.readAllBytes(), bytes)) {
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

  private void replace(String name, byte[] bytes) {
    ObjectKey key = new ObjectKey(prefix, name);
    try {
      var stored = sink.put(key, bytes, PutMode.REPLACE);
      assert stored.size() == bytes.length;
    } catch (IOException e) {
      throw SinkErrors.wrap(
          sink,
          e,
          "putting '" + key + "' (the run is sealed; applying the same plan again finishes it)",
          context);
    }
  }
}
