package dev.rivet.sink.gcs;

import static java.util.Objects.requireNonNull;

import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.model.StorageObject;
import dev.rivet.error.ErrorCode;
import dev.rivet.sink.gcs.GcsErrors.Action;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.objectstore.BlockTarget;
import dev.rivet.spi.sink.objectstore.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One object on its way. The object appears with the last bytes, which are sent by a commit only; whatever else happens, the store
 * forgets the rest.
 */
final class GcsTarget implements BlockTarget {
  private final GcsSink sink;
  private final ObjectKey key;
  private final String bucket;
  private final String name;
  private @Nullable String session;
  private @Nullable Long visible;

  GcsTarget(GcsSink sink, ObjectKey key, String bucket, String name) {
    this.sink = sink;
    this.key = key;
    this.bucket = bucket;
    this.name = name;
  }

  private GcsStore store() {
    return sink.store();
  }

  @Override
  public StoredObject putWhole(ByteBuffer bytes, Checksums checksums, int attempt)
      throws IOException {
    String crc = crc(checksums);
    try {
      return checked(store().insert(bucket, name, bytes, crc, null), crc);
    } catch (HttpResponseException e) {
      throw refused(e, crc);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public void putBlock(Block block, int attempt) throws IOException {
    try {
      String open = session;
      if (open == null) {
        open = store().openSession(bucket, name);
        session = open;
      }
      StorageObject unused = transfer(open, block, null, attempt);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public StoredObject finish(Block last, Checksums checksums, int attempt) throws IOException {
    String crc = crc(checksums);
    try {
      StorageObject object = transfer(requireNonNull(session), last, crc, attempt);
      if (object == null) {
        throw new IOException("the store took the last bytes and did not make the object");
      }
      return checked(object, crc);
    } catch (HttpResponseException e) {
      throw refused(e, crc);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public void abandon() throws IOException {
    String open = session;
    if (open != null) {
      session = null;
      store().cancel(open);
    }
  }

  @Override
  public void remove() throws IOException {
    Long generation = visible;
    if (generation != null) {
      visible = null;
      try {
        store().delete(bucket, name, generation);
      } catch (HttpResponseException e) {
        if (e.getStatusCode() != 404 && e.getStatusCode() != 412) {
          throw sink.errors().explained(e, Action.DELETE, bucket, name);
        }
      }
    }
  }

  /**
   * Sends a block, or what the store does not have of it yet.
   *
   * @param crc of the whole object, if this is the last block; else null
   * @return the object, if this made it visible
   */
  private @Nullable StorageObject transfer(
      String open, Block block, @Nullable String crc, int attempt) throws IOException {
    long end = block.offset() + block.bytes().remaining();
    String total = crc == null ? "*" : Long.toString(end);
    long from = block.offset();
    if (attempt > 0) {
      Answer answer = answer(store().put(open, null, "bytes */" + total, null));
      if (answer.object() != null || answer.persisted() == end && crc == null) {
        return answer.object();
      }
      from = Math.max(answer.persisted(), block.offset());
    }
    while (true) {
      ByteBuffer rest = block.bytes().slice((int) (from - block.offset()), (int) (end - from));
      String range = from == end ? "*" : from + "-" + (end - 1);
      Answer answer = answer(store().put(open, rest, "bytes " + range + "/" + total, crc));
      if (answer.object() != null || answer.persisted() == end && crc == null) {
        return answer.object();
      }
      if (answer.persisted() <= from || answer.persisted() > end) {
        throw new IOException(
            "the store has " + answer.persisted() + " bytes after " + end + " were sent");
      }
      from = answer.persisted();
    }
  }

  private record Answer(@Nullable StorageObject object, long persisted) {}

  private static Answer answer(HttpResponse response) throws IOException {
    try {
      if (response.getStatusCode() != GcsStore.RESUME_INCOMPLETE) {
        return new Answer(response.parseAs(StorageObject.class), -1);
      }
      String range = response.getHeaders().getRange();
      // No range: nothing has been kept.
      return new Answer(
          null,
          range == null ? 0 : Long.parseLong(range.substring(range.lastIndexOf('-') + 1)) + 1);
    } catch (NumberFormatException e) {
      throw new IOException("the store says what it has in a form we do not know", e);
    } finally {
      response.disconnect();
    }
  }

  private static String crc(Checksums checksums) {
    return requireNonNull(checksums.values().get(Algorithm.CRC32C), "CRC32C");
  }

  /** I10: what the store says it has is what we meant to write; else nothing stays. */
  private StoredObject checked(StorageObject object, String crc) throws IOException {
    visible = object.getGeneration();
    String reported = object.getCrc32c() == null ? crc : Crc32c.toHex(object.getCrc32c());
    if (!reported.equals(crc)) {
      throw withdrawn(new ChecksumMismatchException(key, "CRC32C " + crc, "CRC32C " + reported));
    }
    return GcsSink.stored(key, object);
  }

  private IOException withdrawn(ChecksumMismatchException mismatch) {
    try {
      remove();
    } catch (IOException e) {
      mismatch.addSuppressed(e); // No manifest will list it.
    }
    return mismatch;
  }

  private IOException refused(HttpResponseException e, String crc) {
    if (GcsErrors.isChecksumRefusal(e)) {
      return new ChecksumMismatchException(
          key, "CRC32C " + crc, "another CRC32C, so it refused it");
    }
    return explained(e);
  }

  private IOException explained(IOException e) {
    String open = session;
    if (open != null
        && e instanceof HttpResponseException response
        && (response.getStatusCode() == 404 || response.getStatusCode() == 410)) {
      // Not to be repeated here: the slice has to be written from its beginning.
      return new StoreException(
          "the upload of '" + GcsErrors.url(bucket, name) + "' is gone from the store",
          new SinkFailure(
              ErrorCode.SINK_FAILED,
              false,
              Duration.ZERO,
              "The part is written again; see who else cancels uploads there."),
          null);
    }
    return sink.errors().explained(e, Action.WRITE, bucket, name);
  }
}
