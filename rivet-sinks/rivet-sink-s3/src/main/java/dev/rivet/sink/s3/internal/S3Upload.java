package dev.rivet.sink.s3.internal;

import dev.rivet.error.ErrorCode;
import dev.rivet.sink.s3.internal.PartBuffer.Sums;
import dev.rivet.sink.s3.internal.Store.Started;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * An object on its way to the store. What fits into one part goes in one PUT; more goes in parts, each sent as soon as it is full
 * while the next one fills. Nothing is visible before {@link #commit}. One thread at a time, as all uploads.
 */
final class S3Upload implements Upload {
  private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);
  private static final int MAX_PARTS = 10_000;
  private static final long PATIENCE_MILLIS = 5_000;
  private static final int RETRIES_OF_CLEANING_UP = 2;

  private enum State {
    OPEN,
    COMMITTED,
    CLOSED
  }

  private final Uploads uploads;
  private final Store store;
  private final ObjectKey key;
  private final S3Name name;
  private final String attempt = UUID.randomUUID().toString();
  private final Bytes bytes = new Bytes();
  private final CRC32C crc = new CRC32C();
  private final ConcurrentSkipListMap<Integer, CompletedPart> parts = new ConcurrentSkipListMap<>();
  private final Deque<SendingPart> sending = new ArrayDeque<>();
  private PartBuffer current;
  private int lastPart;
  private long size;
  private @Nullable Started started;
  private boolean isEndTried;
  private volatile State state = State.OPEN;

  S3Upload(Uploads uploads, ObjectKey key, S3Name name) {
    this.uploads = uploads;
    this.store = uploads.store();
    this.key = key;
    this.name = name;
    uploads.memory().reserve(store.settings().partSize());
    this.current = uploads.newBuffer();
  }

  @Override
  public WritableByteChannel channel() {
    return bytes;
  }

  private int write(ByteBuffer source) throws IOException {
    int all = source.remaining();
    ByteBuffer copy = source.duplicate();
    reap();
    while (source.hasRemaining()) {
      if (current.isFull()) {
        sendCurrent();
      }
      current.append(source);
    }
    crc.update(copy);
    size += all;
    return all;
  }

  /** Passes on the failure of a part as soon as it is known. */
  private void reap() throws IOException {
    while (!sending.isEmpty() && sending.peekFirst().isDone()) {
      awaitOldest();
    }
  }

  private void awaitOldest() throws IOException {
    SendingPart oldest = sending.peekFirst();
    if (oldest == null) {
      return;
    }
    try {
      oldest.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a part of '" + name + "'");
    }
    sending.removeFirst();
  }

  private void sendCurrent() throws IOException {
    Started upload = start();
    int number = nextPart();
    while (true) {
      if (sending.size() < store.settings().concurrency()
          && uploads.memory().tryReserve(store.settings().partSize())) {
        PartBuffer full = current;
        current = uploads.newBuffer();
        SendingPart part =
            new SendingPart(() -> send(upload, number, full), () -> sent(upload, full));
        sending.addLast(part);
        uploads.execute(part);
        return;
      }
      if (sending.isEmpty()) {
        Void unused = send(upload, number, current);
        current.clear();
        return;
      }
      awaitOldest();
    }
  }

  private Started start() throws IOException {
    Started upload = started;
    if (upload == null) {
      upload = uploads.repeat().run(() -> store.start(name, attempt));
      started = upload;
      uploads.live().add(upload.id());
    }
    return upload;
  }

  private int nextPart() throws IOException {
    if (++lastPart > MAX_PARTS) {
      throw S3SinkException.permanent(
          ErrorCode.SINK_FAILED,
          "'" + name + "' needs more than " + MAX_PARTS + " parts",
          "Raise S3Sink's partSize or limit the size of files.",
          null);
    }
    return lastPart;
  }

  private Void send(Started upload, int number, PartBuffer part) throws IOException {
    Sums sums = part.sums();
    UploadPartResponse stored =
        uploads
            .repeat()
            .run(
                () -> {
                  UploadPartResponse r = store.part(name, upload, number, part, sums);
                  boolean unused =
                      Store.check(
                          key, sums, r.checksumCRC32C(), r.eTag(), r.serverSideEncryption());
                  return r;
                });
    CompletedPart done =
        CompletedPart.builder()
            .partNumber(number)
            .eTag(stored.eTag())
            .checksumCRC32C(stored.checksumCRC32C())
            .build();
    parts.put(number, done);
    return null;
  }

  /** On the sending thread. */
  private void sent(Started upload, PartBuffer part) {
    part.free();
    uploads.memory().release(store.settings().partSize());
    if (state == State.CLOSED) {
      // It was given up while the part was on its way: the part may have come after the abort.
      try {
        boolean unused = store.abort(name, upload.id());
      } catch (IOException e) {
        LOG.warn("'{}' may be left as an open upload: {}", name, e.getMessage());
      }
    }
  }

  @Override
  public StoredObject commit(Checksums checksums) throws IOException {
    if (state != State.OPEN) {
      throw new IllegalStateException(
          state == State.COMMITTED ? "already committed: " + key : "already closed: " + key);
    }
    bytes.close();
    checkClaim(checksums);
    StoredObject stored = started == null ? putWhole() : complete(started);
    state = State.COMMITTED;
    release();
    return stored;
  }

  /** What was to be stored against what came here. */
  private void checkClaim(Checksums checksums) throws ChecksumMismatchException {
    if (size != checksums.size()) {
      throw new ChecksumMismatchException(
          key, "of " + checksums.size() + " bytes", "of " + size + " bytes");
    }
    String ours = HexFormat.of().toHexDigits((int) crc.getValue());
    String claimed = checksums.values().getOrDefault(Algorithm.CRC32C, ours);
    if (!claimed.equals(ours)) {
      throw new ChecksumMismatchException(key, "CRC32C " + claimed, "CRC32C " + ours);
    }
  }

  private StoredObject putWhole() throws IOException {
    Sums sums = current.sums();
    isEndTried = true;
    boolean isMd5 =
        uploads
            .repeat()
            .run(
                () -> {
                  var r = store.put(name, current.body(), sums, false, attempt);
                  return Store.check(
                      key, sums, r.checksumCRC32C(), r.eTag(), r.serverSideEncryption());
                });
    return new StoredObject(key, size, isMd5 ? sums.md5Hex() : null, null);
  }

  private StoredObject complete(Started upload) throws IOException {
    if (current.size() > 0) {
      Void unused = send(upload, nextPart(), current);
    }
    while (!sending.isEmpty()) {
      awaitOldest();
    }
    List<CompletedPart> all = new ArrayList<>(parts.values());
    Void unused = uploads.repeat().run(() -> completeOnce(upload, all));
    return StoredObject.of(key, size);
  }

  private Void completeOnce(Started upload, List<CompletedPart> all) throws IOException {
    String whole = Sums.base64((int) crc.getValue());
    boolean isRepetition = isEndTried;
    isEndTried = true;
    try {
      var r = store.complete(name, upload, all, whole);
      boolean isWhole = r.checksumType() == ChecksumType.FULL_OBJECT;
      if (isWhole && r.checksumCRC32C() != null && !r.checksumCRC32C().equals(whole)) {
        throw new ChecksumMismatchException(key, "CRC32C " + whole, "CRC32C " + r.checksumCRC32C());
      }
    } catch (S3SinkException e) {
      // The upload is gone because it was completed, and only the answer was lost.
      if (!(e.isNoSuchUpload() && isRepetition && isOurs())) {
        throw e;
      }
    }
    return null;
  }

  private boolean isOurs() throws IOException {
    HeadObjectResponse found = store.head(name);
    return found != null
        && found.contentLength() == size
        && attempt.equals(Map.copyOf(found.metadata()).get(Store.ATTEMPT));
  }

  @Override
  public void close() throws IOException {
    bytes.close();
    if (state != State.OPEN) {
      return;
    }
    state = State.CLOSED;
    // A cancelled thread comes here interrupted, and still has to clean up.
    boolean wasInterrupted = Thread.interrupted();
    try {
      sending.forEach(SendingPart::cancel);
      for (SendingPart part : sending) {
        boolean unused = part.awaitEnd(PATIENCE_MILLIS);
      }
      Void unused = uploads.repeat().run(RETRIES_OF_CLEANING_UP, this::discard);
    } catch (InterruptedException e) {
      wasInterrupted = true;
      throw new InterruptedIOException("interrupted while giving up '" + name + "'");
    } finally {
      release();
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Void discard() throws IOException {
    Started upload = started;
    boolean wasOpen = upload != null && store.abort(name, upload.id());
    // Nobody was told that it succeeded, so nobody may find it.
    if (!wasOpen && isEndTried && isOurs()) {
      store.delete(name);
    }
    return null;
  }

  private void release() {
    sending.clear();
    current.free();
    uploads.memory().release(store.settings().partSize());
    if (started != null) {
      boolean unused = uploads.live().remove(started.id());
    }
  }

  private final class Bytes implements WritableByteChannel {
    private boolean isOpen = true;

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (!isOpen) {
        throw new ClosedChannelException();
      }
      return S3Upload.this.write(source);
    }

    @Override
    public boolean isOpen() {
      return isOpen;
    }

    /** The upload stays open for {@link #commit}. */
    @Override
    public void close() {
      isOpen = false;
    }
  }
}
