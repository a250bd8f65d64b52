package dev.rivet.internal.parquet;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.LogicalTypes;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * The file's schema: what the footer says and the leaf columns to write, in file order.
 *
 * @param elements the schema tree, depth first
 * @param leaves the leaf columns
 */
record FileSchema(List<SchemaElement> elements, List<Leaf> leaves) {

  static FileSchema of(Schema schema) {
    return new Builder().build(schema);
  }

  private static final class Builder {
    private final List<SchemaElement> elements = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    FileSchema build(Schema schema) {
      List<Field> fields = schema.getFields();
      elements.add(new SchemaElement("schema").setNum_children(fields.size()));
      for (int i = 0; i < fields.size(); i++) {
        add(fields.get(i), i);
      }
      if (!problems.isEmpty()) {
        throw ParquetErrors.unsupported(problems);
      }
      return new FileSchema(List.copyOf(elements), List.copyOf(leaves));
    }

    private void add(Field field, int column) {
      if (field.getType() instanceof ArrowType.List) {
        addList(field, column);
      } else if (field.getType() instanceof ArrowType.Map) {
        addMap(field, column);
      } else {
        boolean nullable = field.isNullable();
        addLeaf(
            field,
            field.getName(),
            nullable,
            new Place(column, List.of(field.getName()), Leaf.Shape.FLAT, nullable, false));
      }
    }

    /** The standard three levels: {@code optional group c (LIST) { repeated group list { … } }}. */
    private void addList(Field field, int column) {
      Field element = field.getChildren().get(0);
      addGroup(field, LogicalTypes.LIST, ConvertedType.LIST);
      addRepeated("list", 1);
      List<String> path = List.of(field.getName(), "list", "element");
      addLeaf(
          element,
          "element",
          element.isNullable(),
          new Place(
              column, path, Leaf.Shape.LIST_ELEMENT, field.isNullable(), element.isNullable()));
    }

    private void addMap(Field field, int column) {
      List<Field> entry = field.getChildren().get(0).getChildren();
      addGroup(field, LogicalTypes.MAP, ConvertedType.MAP);
      addRepeated("key_value", 2);
      boolean nullable = field.isNullable();
      addLeaf(
          entry.get(0),
          "key",
          false,
          new Place(
              column,
              List.of(field.getName(), "key_value", "key"),
              Leaf.Shape.MAP_KEY,
              nullable,
              false));
      boolean valueNullable = entry.get(1).isNullable();
      addLeaf(
          entry.get(1),
          "value",
          valueNullable,
          new Place(
              column,
              List.of(field.getName(), "key_value", "value"),
              Leaf.Shape.MAP_VALUE,
              nullable,
              valueNullable));
    }

    private void addGroup(Field field, LogicalType logical, ConvertedType converted) {
      elements.add(
          new SchemaElement(field.getName())
              .setRepetition_type(repetition(field.isNullable()))
              .setNum_children(1)
              .setLogicalType(logical)
              .setConverted_type(converted));
    }

    private void addRepeated(String name, int children) {
      elements.add(
          new SchemaElement(name)
              .setRepetition_type(FieldRepetitionType.REPEATED)
              .setNum_children(children));
    }

    private void addLeaf(Field field, String name, boolean optional, Place place) {
      LeafType type = LeafType.of(field);
      if (type == null) {
        problems.add(
            new Problem(
                ErrorCode.FORMAT_TYPE_UNSUPPORTED,
                place.path().get(0),
                "Arrow type " + field.getType() + " has no Parquet mapping; override the column"));
        return;
      }
      SchemaElement element =
          new SchemaElement(name).setType(type.physical()).setRepetition_type(repetition(optional));
      if (type.physical() == Type.FIXED_LEN_BYTE_ARRAY) {
        element.setType_length(type.width());
      }
      if (type.logical() != null) {
        element.setLogicalType(type.logical());
      }
      if (type.converted() != null) {
        element.setConverted_type(type.converted());
      }
      if (type.precision() > 0) {
        element.setPrecision(type.precision()).setScale(type.scale());
      }
      elements.add(element);
      leaves.add(
          new Leaf(
              place.column(),
              place.path(),
              type,
              place.shape(),
              place.nullable(),
              place.elementNullable()));
    }

    private static FieldRepetitionType repetition(boolean nullable) {
      return nullable ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED;
    }
  }

  /** A leaf before its type is known. */
  private record Place(
      int column, List<String> path, Leaf.Shape shape, boolean nullable, boolean elementNullable) {}
}
