package dev.rivet.dialect.postgres.internal.column;

import dev.rivet.dialect.postgres.internal.decode.Wire.Kind;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which values that need a policy a column can hold, by the way it is carried. */
final class SpecialValues {
  private SpecialValues() {}

  /** The values that can occur. */
  static Set<SpecialValue> of(Chosen chosen, @Nullable ColumnRule rule) {
    Form form = chosen.form();
    return switch (form.kind()) {
      case NUMERIC ->
          chosen.isBounded()
              ? Set.of(SpecialValue.NOT_A_NUMBER)
              : Set.of(SpecialValue.NOT_A_NUMBER, SpecialValue.OVERFLOW);
      case DATE, TIMESTAMP ->
          form.type() instanceof RivetType.Timestamp t && t.unit() == RivetType.TimeUnit.NANOS
              ? Set.of(SpecialValue.INFINITY, SpecialValue.OVERFLOW)
              : Set.of(SpecialValue.INFINITY);
      case INTERVAL -> Set.of(SpecialValue.INFINITY);
      case TIME -> Set.of(SpecialValue.TIME_OUT_OF_DAY);
      case TEXT ->
          isText(form.type()) ? Set.of(SpecialValue.INVALID_TEXT) : Set.of(SpecialValue.OVERFLOW);
      case FLOAT4, FLOAT8 ->
          form.type() instanceof RivetType.Decimal
              ? Set.of(SpecialValue.NOT_A_NUMBER, SpecialValue.OVERFLOW)
              : floatSpecials(form, rule);
      default -> isNative(form) ? Set.of() : Set.of(SpecialValue.OVERFLOW);
    };
  }

  /** Floats keep what is no number, whatever the defaults say; a column's own rule can say otherwise. */
  private static Set<SpecialValue> floatSpecials(Form form, @Nullable ColumnRule rule) {
    boolean isRuled =
        form.type() instanceof RivetType.Float
            && rule != null
            && rule.policies().containsKey(SpecialValue.NOT_A_NUMBER);
    return isRuled ? Set.of(SpecialValue.NOT_A_NUMBER) : Set.of();
  }

  private static boolean isText(RivetType type) {
    return type instanceof RivetType.Text || type instanceof RivetType.Json;
  }

  /** Whether a form without special values of its own is written as its own type. */
  private static boolean isNative(Form form) {
    return switch (form.kind()) {
      case BOOL, INT2, INT4, INT8, OID, XID8, BITS -> {
        Form own =
            new Form(
                form.family(), nativeType(form.kind()), form.kind(), form.cast(), form.fidelity());
        yield own.type().equals(form.type());
      }
      default -> true;
    };
  }

  private static RivetType nativeType(Kind kind) {
    return switch (kind) {
      case BOOL -> RivetType.bool();
      case INT2 -> RivetType.int16();
      case INT4 -> RivetType.int32();
      case XID8, BITS -> RivetType.uint64();
      default -> RivetType.int64();
    };
  }
}
