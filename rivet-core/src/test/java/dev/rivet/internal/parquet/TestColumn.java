package dev.rivet.internal.parquet;

import dev.rivet.spi.dialect.ArrowSchema;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;

/** A column of a test table. Values are plain Java objects, see {@link TestValues}. */
record TestColumn(String name, RivetType type, boolean nullable) {

  static TestColumn nullable(String name, RivetType type) {
    return new TestColumn(name, type, true);
  }

  static TestColumn required(String name, RivetType type) {
    return new TestColumn(name, type, false);
  }

  static Schema schema(List<TestColumn> columns) {
    return ArrowSchema.of(
        columns.stream()
            .map(
                c ->
                    new ColumnMapping(c.name, "test", c.type, c.nullable, Fidelity.EXACT, Map.of()))
            .toList());
  }
}
