package dev.rivet.bench.endtoend;

import dev.rivet.Tuning;
import dev.rivet.dialect.postgres.Postgres;
import dev.rivet.extract.Relation;
import dev.rivet.format.Parquet;
import dev.rivet.internal.digest.BatchDigest;
import dev.rivet.internal.parquet.ParquetEncoderFactory;
import dev.rivet.internal.write.PartEncoder;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.TypeRules;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.arrow.memory.RootAllocator;

/**
 * The inner path of an export, read, digest, encode, with bytes thrown away and without plan, state and commit: so that the digest,
 * which the product never leaves out, can be left out for comparison.
 */
final class Pipeline {
  private Pipeline() {}

  /** With the content digest or without. */
  enum Digest {
    ON,
    OFF
  }

  static long run(DataSource source, Digest kind) throws Exception {
    try (RootAllocator memory = new RootAllocator();
        SourceSession session =
            Postgres.create()
                .open(source, new SessionSettings("bench", Duration.ZERO, Duration.ZERO));
        BatchReader reader =
            session
                .resolve(new Relation.Table("public", "orders"), TypeRules.standard())
                .read(new SliceBounds.Whole(), options(), memory);
        PartEncoder encoder =
            new ParquetEncoderFactory(
                    reader.root().getSchema(), Parquet.uncompressed(), Map.of(), null)
                .open(new Discarding())) {
      BatchDigest digest = new BatchDigest(reader.root().getSchema());
      while (reader.next()) {
        int rows = reader.root().getRowCount();
        if (kind == Digest.ON) {
          digest.add(reader.root(), 0, rows);
        }
        encoder.write(reader.root(), 0, rows);
      }
      encoder.finish();
      if (kind == Digest.ON && digest.result().rows() != encoder.rows()) {
        throw new IllegalStateException("the digest has seen other rows than the encoder");
      }
      return encoder.rows();
    }
  }

  private static ReadOptions options() {
    Tuning tuning = Tuning.fast();
    return new ReadOptions(
        tuning.batchRows(),
        tuning.batchBytes(),
        tuning.maxValue(),
        tuning.statementTarget(),
        false);
  }

  private static final class Discarding implements WritableByteChannel {
    @Override
    public int write(ByteBuffer source) {
      int n = source.remaining();
      source.position(source.limit());
      return n;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
