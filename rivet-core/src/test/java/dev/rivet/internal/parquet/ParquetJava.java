package dev.rivet.internal.parquet;

import dev.rivet.type.RivetType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** parquet-java as the strict reader: every page checksum is verified. */
final class ParquetJava {
  private ParquetJava() {}

  static ParquetFileReader open(Path file) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder().usePageChecksumVerification(true).build();
    return ParquetFileReader.open(new LocalInputFile(file), options);
  }

  static ParquetMetadata footer(Path file) throws IOException {
    try (ParquetFileReader reader = open(file)) {
      return reader.getFooter();
    }
  }

  /** All columns, in the form of {@link TestValues#canonical}. */
  static List<List<String>> columns(Path file, List<TestColumn> columns) throws IOException {
    List<List<String>> values = new ArrayList<>();
    columns.forEach(c -> values.add(new ArrayList<>()));
    try (ParquetFileReader reader = open(file)) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          Group row = records.read();
          for (int c = 0; c < columns.size(); c++) {
            values.get(c).add(cell(columns.get(c).type(), row, c));
          }
        }
      }
    }
    return values;
  }

  private static String cell(RivetType type, Group group, int field) {
    if (group.getFieldRepetitionCount(field) == 0) {
      return "NULL";
    }
    if (type instanceof RivetType.ListOf list) {
      Group elements = group.getGroup(field, 0);
      StringJoiner text = new StringJoiner("|", "[", "]");
      for (int i = 0; i < elements.getFieldRepetitionCount(0); i++) {
        text.add(cell(list.element(), elements.getGroup(0, i), 0));
      }
      return text.toString();
    }
    if (type instanceof RivetType.MapOf) {
      Group entries = group.getGroup(field, 0);
      StringJoiner text = new StringJoiner("|", "{", "}");
      for (int i = 0; i < entries.getFieldRepetitionCount(0); i++) {
        Group entry = entries.getGroup(0, i);
        text.add(cell(RivetType.text(), entry, 0) + "=" + cell(RivetType.text(), entry, 1));
      }
      return text.toString();
    }
    return scalar(type, group, field);
  }

  private static String scalar(RivetType type, Group group, int field) {
    if (type instanceof RivetType.Bool) {
      return Boolean.toString(group.getBoolean(field, 0));
    }
    if (type instanceof RivetType.Int i) {
      return i.bits() < 64
          ? Integer.toString(group.getInteger(field, 0))
          : i.signed()
              ? Long.toString(group.getLong(field, 0))
              : Long.toUnsignedString(group.getLong(field, 0));
    }
    if (type instanceof RivetType.Float f) {
      return f.bits() == 32
          ? TestValues.canonical(type, group.getFloat(field, 0))
          : TestValues.canonical(type, group.getDouble(field, 0));
    }
    if (type instanceof RivetType.Decimal d) {
      return new BigDecimal(unscaled(d, group, field), d.scale()).toPlainString();
    }
    if (type instanceof RivetType.Date) {
      return Integer.toString(group.getInteger(field, 0));
    }
    if (type instanceof RivetType.Time t) {
      long factor = t.unit() == RivetType.TimeUnit.MICROS ? 1000 : 1;
      return Long.toString(group.getLong(field, 0) * factor);
    }
    if (type instanceof RivetType.Timestamp) {
      return Long.toString(group.getLong(field, 0));
    }
    return bytes(type, group.getBinary(field, 0));
  }

  private static BigInteger unscaled(RivetType.Decimal type, Group group, int field) {
    if (type.precision() <= 9) {
      return BigInteger.valueOf(group.getInteger(field, 0));
    }
    return type.precision() <= 18
        ? BigInteger.valueOf(group.getLong(field, 0))
        : new BigInteger(group.getBinary(field, 0).getBytes());
  }

  private static String bytes(RivetType type, Binary value) {
    if (type instanceof RivetType.Uuid) {
      ByteBuffer bytes = value.toByteBuffer();
      return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }
    return type instanceof RivetType.Binary
        ? HexFormat.of().formatHex(value.getBytes())
        : value.toStringUsingUTF8();
  }
}
