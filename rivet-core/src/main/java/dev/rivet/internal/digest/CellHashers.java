package dev.rivet.internal.digest;

import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Chooses the strategy of a column: the vectors of {@code ArrowSchema}, and no others. */
public final class CellHashers {
  private CellHashers() {}

  /**
   * The hasher of a column.
   *
   * @param position position of the column, counted from 0
   * @throws IllegalArgumentException naming the column, if no vector of such a type is ever filled
   */
  public static CellHasher of(Field field, int position) {
    CellHasher hasher = of(field, Key.ofColumn(position));
    if (hasher == null) {
      throw new IllegalArgumentException(
          "column '" + field.getName() + "' has no digest: " + field.getType());
    }
    return hasher;
  }

  private static @Nullable CellHasher of(Field field, Key key) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.List) {
      CellHasher element = of(field.getChildren().get(0), key.child(1));
      return element == null ? null : new ListHasher(key, List.of(element));
    }
    if (type instanceof ArrowType.Map) {
      return new ListHasher(
          key, List.of(new BytesHasher(key.child(2)), new BytesHasher(key.child(3))));
    }
    if (type instanceof ArrowType.Utf8 || type instanceof ArrowType.Binary) {
      return new BytesHasher(key);
    }
    if (type instanceof ArrowType.FixedSizeBinary fixed) {
      return fixed.getByteWidth() == 16 ? new WideHasher(key, 16) : null;
    }
    if (type instanceof ArrowType.Decimal decimal && decimal.getBitWidth() >= 128) {
      return new WideHasher(key, decimal.getBitWidth() / 8);
    }
    Function<Key, CellHasher> word = word(type);
    return word == null ? null : word.apply(key);
  }

  private static @Nullable Function<Key, CellHasher> word(ArrowType type) {
    if (type instanceof ArrowType.Bool) {
      return WordHasher::bool;
    }
    if (type instanceof ArrowType.Date date) {
      return switch (date.getUnit()) {
        case DAY -> WordHasher::int32;
        case MILLISECOND -> WordHasher::int64;
      };
    }
    if (type instanceof ArrowType.FloatingPoint floating) {
      return switch (floating.getPrecision()) {
        case SINGLE -> WordHasher::float32;
        case DOUBLE -> WordHasher::float64;
        case HALF -> null;
      };
    }
    return integer(type);
  }

  private static @Nullable Function<Key, CellHasher> integer(ArrowType type) {
    int bits =
        type instanceof ArrowType.Int integer
            ? integer.getBitWidth()
            : type instanceof ArrowType.Time time
                ? time.getBitWidth()
                : type instanceof ArrowType.Timestamp ? 64 : 0;
    boolean isUnsigned = type instanceof ArrowType.Int integer && !integer.getIsSigned();
    if (bits == 64) {
      return WordHasher::int64;
    }
    return isUnsigned
        ? null
        : bits == 32 ? WordHasher::int32 : bits == 16 ? WordHasher::int16 : null;
  }
}
