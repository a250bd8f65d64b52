package dev.rivet;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.extract.Consistency;
import dev.rivet.extract.Extraction;
import dev.rivet.extract.Full;
import dev.rivet.extract.Relation;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.TypePolicy;
import dev.rivet.type.TypeRules;
import dev.rivet.type.ValuePolicy;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options that an export has before and after its destination is known. An option set twice to different values throws
 * {@link IllegalStateException} naming both.
 *
 * @param <B> the step
 */
public abstract sealed class ExportOptions<B extends ExportOptions<B>>
    permits Export.Draft, Export.Builder {
  String name;
  final Relation relation;
  Extraction extraction = Full.scan();
  Format format = Parquet.zstd();
  Tuning tuning = Tuning.balanced();
  Quality quality = Quality.none();
  SchemaDrift drift = SchemaDrift.WARN;
  double shapeDriftFactor = 2.0;
  EmptyResult emptyResult = EmptyResult.NO_FILE;
  Consistency consistency = Consistency.PER_SLICE;
  Scheduling scheduling = Scheduling.none();
  MetaColumns metaColumns = MetaColumns.none();

  private TypePolicy typePolicy = TypePolicy.STANDARD;
  private @Nullable RivetType unboundedNumeric;
  private final Map<SpecialValue, ValuePolicy> valuePolicies = new EnumMap<>(SpecialValue.class);
  private final Map<String, ColumnRule> columns = new LinkedHashMap<>();
  private final Set<String> set = new HashSet<>();

  ExportOptions(String name, Relation relation) {
    this.name = name;
    this.relation = relation;
  }

  ExportOptions(ExportOptions<?> other) {
    this.name = other.name;
    this.relation = other.relation;
    this.extraction = other.extraction;
    this.format = other.format;
    this.tuning = other.tuning;
    this.quality = other.quality;
    this.drift = other.drift;
    this.shapeDriftFactor = other.shapeDriftFactor;
    this.emptyResult = other.emptyResult;
    this.consistency = other.consistency;
    this.scheduling = other.scheduling;
    this.metaColumns = other.metaColumns;
    this.typePolicy = other.typePolicy;
    this.unboundedNumeric = other.unboundedNumeric;
    this.valuePolicies.putAll(other.valuePolicies);
    this.columns.putAll(other.columns);
    this.set.addAll(other.set);
  }

  abstract B self();

  private <T> T once(String option, T before, T now) {
    requireNonNull(now, option);
    if (!set.add(option) && !before.equals(now)) {
      throw new IllegalStateException(option + " was already set to " + before + ", now " + now);
    }
    return now;
  }

  /** Another name than the table's; the key of all state. */
  @CanIgnoreReturnValue
  public B named(String exportName) {
    name = once("named", name, exportName);
    return self();
  }

  /** How to slice. Default {@link Full}. */
  @CanIgnoreReturnValue
  public B extract(Extraction mode) {
    extraction = once("extract", extraction, mode);
    return self();
  }

  /** File format. Default {@link Parquet#zstd()}. */
  @CanIgnoreReturnValue
  public B as(Format fileFormat) {
    format = once("as", format, fileFormat);
    return self();
  }

  /** The type of one column. */
  @CanIgnoreReturnValue
  public B column(String column, RivetType type) {
    return column(ColumnRule.of(column).as(type));
  }

  /** Type and policies of one column. */
  @CanIgnoreReturnValue
  public B column(ColumnRule rule) {
    ColumnRule before = columns.putIfAbsent(rule.name(), rule);
    if (before != null && !before.equals(rule)) {
      throw new IllegalStateException("column was already set to " + before + ", now " + rule);
    }
    return self();
  }

  /** The policy for a kind of special value in all columns. Default {@link ValuePolicy#FAIL}. */
  @CanIgnoreReturnValue
  public B onSpecialValue(SpecialValue value, ValuePolicy policy) {
    ValuePolicy before =
        valuePolicies.put(requireNonNull(value, "value"), requireNonNull(policy, "policy"));
    if (before != null && before != policy) {
      throw new IllegalStateException(value + " was already set to " + before + ", now " + policy);
    }
    return self();
  }

  /** Tolerance towards unsupported and lossy types. Default {@link TypePolicy#STANDARD}. */
  @CanIgnoreReturnValue
  public B typePolicy(TypePolicy policy) {
    typePolicy = once("typePolicy", typePolicy, policy);
    return self();
  }

  /** The type of {@code numeric} columns without precision, for example {@code decimal(38,18)} or text. Default: refused. */
  @CanIgnoreReturnValue
  public B unboundedNumeric(RivetType type) {
    if (unboundedNumeric != null && !unboundedNumeric.equals(type)) {
      throw new IllegalStateException(
          "unboundedNumeric was already set to " + unboundedNumeric + ", now " + type);
    }
    unboundedNumeric = requireNonNull(type, "type");
    return self();
  }

  /** Load on the source. Default {@link Tuning#balanced()}. */
  @CanIgnoreReturnValue
  public B tuning(Tuning figures) {
    tuning = once("tuning", tuning, figures);
    return self();
  }

  /** Rules over the result. Default none. */
  @CanIgnoreReturnValue
  public B quality(Quality rules) {
    quality = once("quality", quality, rules);
    return self();
  }

  /** What to do about changed columns. Default {@link SchemaDrift#WARN}. */
  @CanIgnoreReturnValue
  public B onSchemaDrift(SchemaDrift policy) {
    drift = once("onSchemaDrift", drift, policy);
    return self();
  }

  /** Growth of a column's longest value that is worth a warning; 0 for never. Default 2. */
  @CanIgnoreReturnValue
  public B shapeDriftFactor(double factor) {
    shapeDriftFactor = once("shapeDriftFactor", shapeDriftFactor, factor);
    return self();
  }

  /** What an empty source leaves. Default {@link EmptyResult#NO_FILE}. */
  @CanIgnoreReturnValue
  public B onEmptyResult(EmptyResult policy) {
    emptyResult = once("onEmptyResult", emptyResult, policy);
    return self();
  }

  /** How slices relate in time. Default {@link Consistency#PER_SLICE}. */
  @CanIgnoreReturnValue
  public B consistency(Consistency level) {
    consistency = once("consistency", consistency, level);
    return self();
  }

  /** Adds {@value MetaColumns#EXPORTED_AT}, when the run began (MT1). */
  @CanIgnoreReturnValue
  public B exportedAt() {
    metaColumns = new MetaColumns(true, metaColumns.isRowHash());
    return self();
  }

  /** Adds {@value MetaColumns#ROW_HASH}, 64 bits of the row's digest (MT1). */
  @CanIgnoreReturnValue
  public B rowHash() {
    metaColumns = new MetaColumns(metaColumns.isExportedAt(), true);
    return self();
  }

  /** Exports of one group read the same physical server; a campaign keeps its heavy ones apart (PR7). Default none. */
  @CanIgnoreReturnValue
  public B sourceGroup(String group) {
    String name = once("sourceGroup", scheduling.sourceGroup(), group);
    scheduling =
        new Scheduling(
            name, scheduling.isReconcileRequired(), scheduling.wave(), scheduling.isAlone());
    return self();
  }

  /** Its output has to be reconciled; a campaign then counts it among the heavy ones. */
  @CanIgnoreReturnValue
  public B reconcileRequired() {
    scheduling =
        new Scheduling(scheduling.sourceGroup(), true, scheduling.wave(), scheduling.isAlone());
    return self();
  }

  /** The wave of a campaign it is to run in, from 1. Default: by its score. */
  @CanIgnoreReturnValue
  public B wave(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("wave must be at least 1: " + number);
    }
    int wave = once("wave", scheduling.wave(), number);
    scheduling =
        new Scheduling(
            scheduling.sourceGroup(), scheduling.isReconcileRequired(), wave, scheduling.isAlone());
    return self();
  }

  /** It never runs beside another export of its campaign. */
  @CanIgnoreReturnValue
  public B runsAlone() {
    scheduling =
        new Scheduling(
            scheduling.sourceGroup(), scheduling.isReconcileRequired(), scheduling.wave(), true);
    return self();
  }

  TypeRules types() {
    return new TypeRules(
        typePolicy, unboundedNumeric, valuePolicies, List.copyOf(columns.values()));
  }
}
