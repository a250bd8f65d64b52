package dev.rivet.bench.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.function.IntFunction;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The same files through FastCSV's writer: what our encoder is compared with. Knows only the types of the comparison. */
final class FastCsv {
  private FastCsv() {}

  static void write(VectorSchemaRoot batch, OutputStream out) throws IOException {
    int columns = batch.getFieldVectors().size();
    @SuppressWarnings({"unchecked", "rawtypes"})
    IntFunction<@Nullable String>[] cells = new IntFunction[columns];
    for (int c = 0; c < columns; c++) {
      cells[c] = cell(batch.getVector(c));
    }
    try (CsvWriter writer =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .quoteStrategy(QuoteStrategies.EMPTY) // NULL stays unquoted
            .bufferSize(64 << 10)
            .build(out, UTF_8)) {
      CsvWriter.CsvWriterRecord header = writer.writeRecord();
      batch.getSchema().getFields().forEach(f -> header.writeField(f.getName()));
      header.endRecord();
      for (int row = 0; row < batch.getRowCount(); row++) {
        CsvWriter.CsvWriterRecord record = writer.writeRecord();
        for (IntFunction<@Nullable String> cell : cells) {
          record.writeField(cell.apply(row));
        }
        record.endRecord();
      }
    }
  }

  private static IntFunction<@Nullable String> cell(FieldVector vector) {
    if (vector instanceof VarCharVector text) {
      return row -> text.isNull(row) ? null : new String(text.get(row), UTF_8);
    }
    if (vector instanceof BigIntVector number) {
      return row -> number.isNull(row) ? null : Long.toString(number.get(row));
    }
    if (vector instanceof IntVector number) {
      return row -> number.isNull(row) ? null : Integer.toString(number.get(row));
    }
    if (vector instanceof DecimalVector number && number.getPrecision() <= 18) {
      return row ->
          number.isNull(row)
              ? null
              : BigDecimal.valueOf(number.getDataBuffer().getLong(row * 16L), number.getScale())
                  .toPlainString();
    }
    throw new IllegalArgumentException(vector.getField().toString());
  }
}
