package dev.rivet.it.types;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** A file as parquet-java reads it, guided by nothing but the file's own schema; page checksums are verified. */
final class ParquetJavaReader {
  private ParquetJavaReader() {}

  /** Types and rows. */
  record File(List<String> types, List<List<String>> rows) {}

  static File read(Path file) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder().usePageChecksumVerification(true).build();
    List<List<String>> rows = new ArrayList<>();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          rows.add(row(records.read(), schema));
        }
      }
      return new File(schema.getFields().stream().map(ParquetJavaReader::type).toList(), rows);
    }
  }

  private static List<String> row(Group group, MessageType schema) {
    List<String> row = new ArrayList<>();
    for (int c = 0; c < schema.getFieldCount(); c++) {
      row.add(cell(group, c));
    }
    return row;
  }

  private static String type(Type field) {
    LogicalTypeAnnotation logical = field.getLogicalTypeAnnotation();
    if (logical instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
      Type element = field.asGroupType().getType("list").asGroupType().getType("element");
      return "LIST " + type(element);
    }
    if (logical instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation) {
      return "MAP";
    }
    PrimitiveType primitive = field.asPrimitiveType();
    String physical =
        primitive.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
            ? "FIXED_LEN_BYTE_ARRAY(" + primitive.getTypeLength() + ")"
            : primitive.getPrimitiveTypeName().toString();
    return logical == null ? physical : physical + " " + logical;
  }

  private static String cell(Group group, int field) {
    if (group.getFieldRepetitionCount(field) == 0) {
      return "NULL";
    }
    Type type = group.getType().getType(field);
    if (type.isPrimitive()) {
      return scalar(group, field, type.asPrimitiveType());
    }
    Group inner = group.getGroup(field, 0);
    int size = inner.getFieldRepetitionCount(0);
    if (type.getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
      List<String> elements = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        elements.add(cell(inner.getGroup(0, i), 0));
      }
      return "[" + String.join(",", elements) + "]";
    }
    TreeSet<String> entries = new TreeSet<>();
    for (int i = 0; i < size; i++) {
      Group entry = inner.getGroup(0, i);
      entries.add(cell(entry, 0) + "=" + cell(entry, 1));
    }
    return "{" + String.join(",", entries) + "}";
  }

  private static String scalar(Group group, int field, PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> String.valueOf(group.getBoolean(field, 0));
      case INT32 -> number(group.getInteger(field, 0), logical);
      case INT64 -> number(group.getLong(field, 0), logical);
      case FLOAT -> Float.toString(group.getFloat(field, 0));
      case DOUBLE -> Double.toString(group.getDouble(field, 0));
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> bytes(group, field, logical);
    };
  }

  private static String number(long value, LogicalTypeAnnotation logical) {
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return BigDecimal.valueOf(value, decimal.getScale()).toPlainString();
    }
    if (logical instanceof IntLogicalTypeAnnotation i && !i.isSigned()) {
      return Long.toUnsignedString(value);
    }
    if (logical instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
      return Texts.date(value);
    }
    if (logical instanceof LogicalTypeAnnotation.TimeLogicalTypeAnnotation) {
      return Texts.time(value);
    }
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      return Texts.timestamp(value) + (timestamp.isAdjustedToUTC() ? "Z" : "");
    }
    return Long.toString(value);
  }

  private static String bytes(Group group, int field, LogicalTypeAnnotation logical) {
    byte[] bytes = group.getBinary(field, 0).getBytes();
    if (logical == null) {
      return HexFormat.of().formatHex(bytes);
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return new BigDecimal(new BigInteger(bytes), decimal.getScale()).toPlainString();
    }
    if (logical instanceof LogicalTypeAnnotation.UUIDLogicalTypeAnnotation) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }
    return group.getBinary(field, 0).toStringUsingUTF8();
  }
}
