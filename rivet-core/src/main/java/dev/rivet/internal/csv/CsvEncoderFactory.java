package dev.rivet.internal.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rivet.format.Csv;
import dev.rivet.internal.write.PartEncoder;
import dev.rivet.internal.write.PartEncoderFactory;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Makes the CSV encoders of one export. */
public final class CsvEncoderFactory implements PartEncoderFactory {
  private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final Schema schema;
  private final Csv csv;
  private final Framing framing;
  private final byte[] head;

  /**
   * A factory for batches of this schema.
   *
   * @throws IllegalArgumentException with every message of {@link CsvSupport#problems}, if there is one
   */
  public CsvEncoderFactory(Schema schema, Csv csv) {
    List<String> problems = CsvSupport.problems(schema, csv);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    this.schema = schema;
    this.csv = csv;
    this.framing = new Framing(csv);
    this.head = head(schema, csv, framing);
  }

  @Override
  public PartEncoder open(WritableByteChannel out) throws IOException {
    List<CsvColumn> columns = new ArrayList<>();
    for (Field field : schema.getFields()) {
      ColumnTextEncoder text = Objects.requireNonNull(ColumnTextEncoders.of(field, csv));
      columns.add(new CsvColumn(text, framing));
    }
    return new CsvEncoder(
        columns.toArray(CsvColumn[]::new),
        framing.delimiter(),
        lineEnd(csv),
        head,
        PartOutput.to(out, csv.compression()));
  }

  private static byte[] head(Schema schema, Csv csv, Framing framing) {
    Utf8Buffer out = new Utf8Buffer(256);
    if (csv.hasBom()) {
      out.put(BOM);
    }
    if (csv.hasHeader()) {
      String separator = "";
      for (Field field : schema.getFields()) {
        out.put(separator);
        appendName(field.getName().getBytes(UTF_8), csv, framing, out);
        separator = String.valueOf(csv.delimiter());
      }
      out.put(lineEnd(csv));
    }
    byte[] head = new byte[out.size()];
    System.arraycopy(out.array(), 0, head, 0, head.length);
    return head;
  }

  /** Names are quoted like cells, and a spreadsheet would run them like cells. */
  private static void appendName(byte[] name, Csv csv, Framing framing, Utf8Buffer out) {
    int start = out.size();
    if (csv.isEscapingFormulas() && name.length > 0 && Utf8Text.isFormulaStart(name[0])) {
      out.put('\'');
    }
    out.put(name);
    framing.frame(out, start);
  }

  private static byte[] lineEnd(Csv csv) {
    return (csv.lineSeparator() == Csv.LineSeparator.CRLF ? "\r\n" : "\n").getBytes(UTF_8);
  }
}
