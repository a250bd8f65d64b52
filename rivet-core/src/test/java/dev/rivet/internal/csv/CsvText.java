package dev.rivet.internal.csv;

import dev.rivet.format.Csv;
import dev.rivet.internal.batch.TestBatch;
import dev.rivet.internal.write.PartEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;

/** Encodes whole test batches. */
final class CsvText {
  private CsvText() {}

  static byte[] bytes(TestBatch batch, Csv csv, int... cuts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PartEncoder encoder =
        new CsvEncoderFactory(batch.schema(), csv).open(Channels.newChannel(out))) {
      int from = 0;
      for (int cut : cuts) {
        encoder.write(batch.root(), from, cut - from);
        from = cut;
      }
      encoder.write(batch.root(), from, batch.root().getRowCount() - from);
      encoder.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static String of(TestBatch batch, Csv csv) {
    return new String(bytes(batch, csv), StandardCharsets.UTF_8);
  }
}
