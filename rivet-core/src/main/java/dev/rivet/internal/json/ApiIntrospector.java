package dev.rivet.internal.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import dev.rivet.Quality;
import dev.rivet.error.ErrorCode;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Relation;
import dev.rivet.format.Csv;
import dev.rivet.format.Parquet;
import dev.rivet.internal.commit.SliceDetails;
import dev.rivet.internal.cursor.StoredCursor;
import dev.rivet.manifest.Manifest;
import dev.rivet.plan.CursorStep;
import dev.rivet.plan.Plan;
import dev.rivet.plan.SliceBounds;
import dev.rivet.run.ReconcileReport;
import dev.rivet.type.TypeRules;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the values of the API would say in Jackson annotations, if they had any. */
final class ApiIntrospector extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  /** The annotations of the API that say so are not there at run time; a test compares the two. */
  static final Map<Class<?>, Set<String>> NULLABLE =
      Map.ofEntries(
          Map.entry(Relation.Table.class, Set.of("schemaName")),
          Map.entry(Chunked.class, Set.of("column", "size")),
          Map.entry(Parquet.class, Set.of("maxFileSize")),
          Map.entry(Csv.class, Set.of("maxFileSize")),
          Map.entry(Quality.class, Set.of("rowCountMin", "rowCountMax")),
          Map.entry(TypeRules.class, Set.of("unboundedNumeric")),
          Map.entry(ApiModule.RuleForm.class, Set.of("type", "zone")),
          Map.entry(Plan.class, Set.of("cursorSnapshot", "cursor")),
          Map.entry(CursorStep.class, Set.of("next", "tailSlice", "replaces")),
          Map.entry(StoredCursor.class, Set.of("next", "tail")),
          Map.entry(SliceBounds.Interval.class, Set.of("lower", "upper")),
          Map.entry(
              Plan.Facts.class,
              Set.of("keyColumn", "keyMin", "keyMax", "keySpan", "rowEstimate", "averageRowBytes")),
          Map.entry(Manifest.class, Set.of("previousRunId")),
          Map.entry(Manifest.Part.class, Set.of("contentMd5", "epoch")),
          Map.entry(SliceDetails.class, Set.of("epoch")),
          Map.entry(
              ReconcileReport.Partition.class,
              Set.of(
                  "sourceRows", "recordedRows", "rereadRows", "sourceDigest", "exportedDigest")));

  @Override
  public JsonSetter.Value findSetterInfo(Annotated annotated) {
    Class<?> owner = null;
    String name = null;
    if (annotated instanceof AnnotatedParameter parameter) {
      owner = parameter.getDeclaringClass();
      name = owner.isRecord() ? owner.getRecordComponents()[parameter.getIndex()].getName() : null;
    } else if (annotated instanceof AnnotatedField || annotated instanceof AnnotatedMethod) {
      owner =
          ((com.fasterxml.jackson.databind.introspect.AnnotatedMember) annotated)
              .getDeclaringClass();
      name = annotated.getName();
    }
    if (owner == null || name == null || !owner.isRecord()) {
      return super.findSetterInfo(annotated);
    }
    boolean nullable = NULLABLE.getOrDefault(owner, Set.of()).contains(name);
    return JsonSetter.Value.forValueNulls(nullable ? Nulls.SET : Nulls.FAIL, Nulls.FAIL);
  }

  @Override
  public String[] findEnumValues(
      MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, @Nullable String[] names) {
    for (int i = 0; i < constants.length; i++) {
      // Error codes are spelled as people search for them.
      names[i] =
          constants[i] instanceof ErrorCode
              ? constants[i].name()
              : constants[i].name().toLowerCase(Locale.ROOT);
    }
    return names;
  }
}
