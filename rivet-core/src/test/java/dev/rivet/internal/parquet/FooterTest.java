package dev.rivet.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.format.Parquet;
import dev.rivet.internal.write.PartEncoder;
import dev.rivet.type.RivetType;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file says about itself, read by parquet-java and Arrow. */
class FooterTest {
  private static final List<TestColumn> COLUMNS =
      List.of(
          TestColumn.required("id", RivetType.int64()),
          TestColumn.nullable("at", RivetType.timestampUtc()),
          TestColumn.nullable("note", RivetType.json()));

  @TempDir Path dir;

  private Path write(Parquet options, int rows) throws Exception {
    Path file = dir.resolve("f.parquet");
    List<Object[]> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      values.add(new Object[] {(long) i, null, "{}"});
    }
    ParquetEncoderFactory factory =
        new ParquetEncoderFactory(
            TestColumn.schema(COLUMNS), options, Map.of("rivet.run", "r-1", "empty", ""), null);
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        PartEncoder encoder = factory.open(channel)) {
      new TestTable(COLUMNS, values).feed(encoder, TestTable.Cuts.DEFAULT);
      encoder.finish();
    }
    return file;
  }

  @Test
  void keyValueMetadataIsKept() throws Exception {
    ParquetMetadata footer = ParquetJava.footer(write(Parquet.zstd(), 1));
    assertThat(footer.getFileMetaData().getKeyValueMetaData())
        .containsEntry("rivet.run", "r-1")
        .containsEntry("empty", "")
        .containsKey("ARROW:schema");
  }

  @Test
  void arrowReadersGetTheirSchemaBack() throws Exception {
    ParquetMetadata footer = ParquetJava.footer(write(Parquet.zstd(), 1));
    byte[] message =
        Base64.getDecoder()
            .decode(footer.getFileMetaData().getKeyValueMetaData().get("ARROW:schema"));
    try (ReadChannel channel =
        new ReadChannel(Channels.newChannel(new ByteArrayInputStream(message)))) {
      assertThat(MessageSerializer.deserializeSchema(channel))
          .isEqualTo(TestColumn.schema(COLUMNS));
    }
  }

  @Test
  void columnsKeepNotNullAndMeaning() throws Exception {
    var schema = ParquetJava.footer(write(Parquet.zstd(), 1)).getFileMetaData().getSchema();
    assertThat(schema.getType("id").getRepetition()).isEqualTo(Repetition.REQUIRED);
    assertThat(schema.getType("at").getRepetition()).isEqualTo(Repetition.OPTIONAL);
    assertThat(schema.getType("at").getLogicalTypeAnnotation())
        .isEqualTo(
            LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS));
    assertThat(schema.getType("note").getLogicalTypeAnnotation())
        .isEqualTo(LogicalTypeAnnotation.jsonType());
  }

  @Test
  void rowGroupsAreCutByRows() throws Exception {
    ParquetMetadata footer = ParquetJava.footer(write(Parquet.zstd().rowGroupRows(1000), 2500));
    assertThat(footer.getBlocks())
        .extracting(BlockMetaData::getRowCount)
        .containsExactly(1000L, 1000L, 500L);
    assertThat(footer.getBlocks()).extracting(BlockMetaData::getOrdinal).containsExactly(0, 1, 2);
    assertThat(footer.getFileMetaData().getCreatedBy())
        .isEqualTo("rivet-java version 1.0.0 (build rivet)");
  }
}
