package dev.rivet.internal.commit;

import dev.rivet.internal.batch.Blocks;
import dev.rivet.internal.hash.ChecksummingChannel;
import dev.rivet.internal.write.PartEncoder;
import dev.rivet.internal.write.PartEncoderFactory;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.SliceClaim;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the rows of one claimed slice into parts and makes each part durable when it is full (I1: closed before it becomes
 * visible; I2: recorded only after the sink said yes). Nothing counts until the slice is completed in the state store; parts of
 * an attempt that fails stay unlisted. One thread at a time.
 */
public final class PartStream implements AutoCloseable {
  /** No step is shorter than this share of the limit, or the last bytes of a part would be measured over and over. */
  private static final double LEAST_STEP = 0.02;

  /** A step must end below this share of the limit even if its rows do not compress at all. */
  private static final double OVERSHOOT = 1.08;

  /** The first step knows nothing of how the rows encode: text may be several times as long as the value in memory. */
  private static final double FIRST_STEP = 0.125;

  private final Sink sink;
  private final Location prefix;
  private final @Nullable Path staging;
  private final PartEncoderFactory encoders;
  private final String extension;
  private final long maxFileSize;
  private final SliceClaim claim;
  private final Consumer<PartRecord> onPart;
  private final List<PartRecord> parts = new ArrayList<>();

  private @Nullable PartTarget target;
  private @Nullable ChecksummingChannel channel;
  private @Nullable PartEncoder encoder;
  private long written;
  private long budget;

  /**
   * For one attempt at a slice.
   *
   * @param staging directory for local copies, null for the JVM's temporary directory
   * @param maxFileSize limit per part, {@code Long.MAX_VALUE} for none
   * @param onPart told of every durable part
   */
  public PartStream(
      Sink sink,
      Location prefix,
      @Nullable Path staging,
      PartEncoderFactory encoders,
      String extension,
      long maxFileSize,
      SliceClaim claim,
      Consumer<PartRecord> onPart) {
    this.sink = sink;
    this.prefix = prefix;
    this.staging = staging;
    this.encoders = encoders;
    this.extension = extension;
    this.maxFileSize = maxFileSize;
    this.claim = claim;
    this.onPart = onPart;
  }

  /**
   * Adds all rows of a batch. Where a part ends depends on the rows only, not on how they were batched: its size is looked at
   * after steps of so many bytes in memory, counted from the start of the part.
   */
  public void write(VectorSchemaRoot batch) throws IOException {
    int rows = batch.getRowCount();
    if (maxFileSize == Long.MAX_VALUE) {
      if (rows > 0) {
        open().write(batch, 0, rows);
      }
      return;
    }
    int from = 0;
    while (from < rows) {
      PartEncoder open = open();
      int count = Blocks.rowsThatFill(batch, from, rows - from, budget);
      long bytes = Blocks.bytes(batch, from, count);
      open.write(batch, from, count);
      from += count;
      written += bytes;
      budget -= bytes;
      if (budget <= 0) {
        check(open);
      }
    }
  }

  /**
   * The next step goes halfway to the limit at the compression so far, because the next rows may be wider or compress worse;
   * and never so far that rows that do not compress would overshoot.
   */
  private void check(PartEncoder open) throws IOException {
    long size = open.estimatedSize();
    if (size >= maxFileSize) {
      finishPart();
      return;
    }
    double ratio = (double) size / written;
    double half = (maxFileSize - size) / ratio / 2;
    double most = (maxFileSize * OVERSHOOT - size) / Math.max(1, ratio);
    double least = maxFileSize * LEAST_STEP / Math.max(1, ratio);
    budget = Math.max(1, (long) Math.max(least, Math.min(half, most)));
  }

  private PartEncoder open() throws IOException {
    PartEncoder current = encoder;
    if (current != null) {
      return current;
    }
    PartTarget newTarget = PartTarget.open(sink, key(), staging);
    target = newTarget;
    channel = new ChecksummingChannel(newTarget.channel(), sink.capabilities().checksums());
    current = encoders.open(channel);
    encoder = current;
    written = 0;
    budget = Math.max(1, (long) (maxFileSize * FIRST_STEP));
    return current;
  }

  private ObjectKey key() {
    return new ObjectKey(
        prefix,
        PartNames.part(
            claim.runId(), claim.slice().index(), claim.attempt(), parts.size(), extension));
  }

  private void finishPart() throws IOException {
    PartEncoder open = java.util.Objects.requireNonNull(encoder);
    PartTarget openTarget = java.util.Objects.requireNonNull(target);
    open.finish();
    Checksums checksums = java.util.Objects.requireNonNull(channel).checksums();
    long rows = open.rows();
    ObjectKey key = key();
    openTarget.commit(checksums);
    PartRecord part =
        new PartRecord(
            claim.runId(),
            claim.slice().index(),
            parts.size(),
            key.name(),
            rows,
            checksums.size(),
            checksums.fingerprint(),
            checksums.values().get(Checksums.Algorithm.MD5));
    release();
    parts.add(part);
    onPart.accept(part);
  }

  /**
   * Ends the last part.
   *
   * @param isEmptyPartWanted write a part without rows if there was none
   * @return all parts in order
   */
  public List<PartRecord> finish(boolean isEmptyPartWanted) throws IOException {
    if (encoder == null && parts.isEmpty() && isEmptyPartWanted) {
      var opened = open();
      assert opened.rows() == 0 : String.format(Locale.ROOT, "%d rows", opened.rows());
    }
    if (encoder != null) {
      finishPart();
    }
    return List.copyOf(parts);
  }

  private void release() throws IOException {
    PartEncoder open = encoder;
    PartTarget openTarget = target;
    encoder = null;
    channel = null;
    target = null;
    try {
      if (open != null) {
        open.close();
      }
    } finally {
      if (openTarget != null) {
        openTarget.close();
      }
    }
  }

  /** Throws away a part that was not finished. */
  @Override
  public void close() throws IOException {
    release();
  }
}
