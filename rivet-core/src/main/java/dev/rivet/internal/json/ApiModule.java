package dev.rivet.internal.json;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.rivet.extract.ChunkSize;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Extraction;
import dev.rivet.extract.Full;
import dev.rivet.extract.Incremental;
import dev.rivet.extract.Keyset;
import dev.rivet.extract.Relation;
import dev.rivet.extract.TimeWindow;
import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.plan.SliceBounds;
import dev.rivet.run.RunEvent;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.ValuePolicy;
import dev.rivet.unit.DataSize;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The forms of the API's values that are not simply their components. */
final class ApiModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  private static final DateTimeFormatter MICROS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

  ApiModule() {
    super("rivet");
    text(Instant.class, MICROS::format, Instant::parse);
    text(Duration.class, Duration::toString, Duration::parse);
    text(Location.class, Location::toString, ApiModule::location);
    text(RivetType.class, RivetType::toString, ApiModule::type);
    addSerializer(DataSize.class, new DataSizeWriter());
    addDeserializer(DataSize.class, new DataSizeReader());
    addSerializer(new SetWriter());
    setMixInAnnotation(ColumnRule.class, RuleMixin.class);
    setMixInAnnotation(Extraction.class, ExtractionMixin.class);
    setMixInAnnotation(ChunkSize.class, ChunkSizeMixin.class);
    setMixInAnnotation(Relation.class, RelationMixin.class);
    setMixInAnnotation(Format.class, FormatMixin.class);
    setMixInAnnotation(SliceBounds.class, SliceBoundsMixin.class);
    setMixInAnnotation(RunEvent.class, RunEventMixin.class);
  }

  private <T> void text(Class<T> type, Function<T, String> write, Function<String, T> read) {
    addSerializer(type, new TextWriter<>(type, write));
    addDeserializer(type, new TextReader<>(type, read));
  }

  private static Location location(String text) {
    if (!text.contains("://")) {
      throw new IllegalArgumentException(
          "a destination has a scheme, for example file:///out or s3://bucket/prefix");
    }
    return Location.parse(text);
  }

  /** Exactly the canonical form; the case of a tag counts. */
  private static RivetType type(String text) {
    RivetType type;
    if (text.startsWith("list<") && text.endsWith(">")) {
      type = RivetType.list(type(text.substring(5, text.length() - 1)));
    } else if (text.startsWith("text(") && text.endsWith(")")) {
      type = RivetType.text(text.substring(5, text.length() - 1));
    } else if (text.startsWith("binary(") && text.endsWith(")")) {
      type = RivetType.binary(text.substring(7, text.length() - 1));
    } else {
      type = RivetType.parse(text);
    }
    if (!type.toString().equals(text)) {
      throw new IllegalArgumentException("type '" + text + "' must be written as " + type);
    }
    return type;
  }

  private static final class TextWriter<T> extends StdScalarSerializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Function<T, String> write;

    TextWriter(Class<T> type, Function<T, String> write) {
      super(type);
      this.write = write;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(write.apply(value));
    }
  }

  private static final class TextReader<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> read;

    TextReader(Class<T> type, Function<String, T> read) {
      super(type);
      this.read = read;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      if (!in.hasToken(JsonToken.VALUE_STRING)) {
        return (T) context.handleUnexpectedToken(_valueClass, in);
      }
      String text = in.getText();
      try {
        return read.apply(text);
      } catch (RuntimeException e) {
        throw (InvalidFormatException)
            new InvalidFormatException(
                    in, "not a " + _valueClass.getSimpleName(), text, _valueClass)
                .initCause(e);
      }
    }
  }

  private static final class DataSizeWriter extends StdScalarSerializer<DataSize> {
    private static final long serialVersionUID = 1L;

    DataSizeWriter() {
      super(DataSize.class);
    }

    @Override
    public void serialize(DataSize value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeNumber(value.bytes());
    }
  }

  private static final class DataSizeReader extends StdScalarDeserializer<DataSize> {
    private static final long serialVersionUID = 1L;

    DataSizeReader() {
      super(DataSize.class);
    }

    @Override
    public DataSize deserialize(JsonParser in, DeserializationContext context) throws IOException {
      if (!in.hasToken(JsonToken.VALUE_NUMBER_INT)) {
        return (DataSize) context.handleUnexpectedToken(_valueClass, in);
      }
      long bytes = in.getLongValue();
      if (bytes < 0) {
        throw new InvalidFormatException(in, "a size must not be negative", bytes, _valueClass);
      }
      return new DataSize(bytes);
    }
  }

  /** In an order of its own, because sets have none that is the same in every JVM. */
  private static final class SetWriter extends StdSerializer<Set<?>> {
    private static final long serialVersionUID = 1L;

    SetWriter() {
      super(Set.class, false);
    }

    @Override
    public void serialize(Set<?> value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeStartArray();
      for (Object element : value.stream().sorted(Comparator.comparing(String::valueOf)).toList()) {
        provider.defaultSerializeValue(element, out);
      }
      out.writeEndArray();
    }
  }

  /** A column rule as its parts. */
  record RuleForm(
      String name,
      @Nullable RivetType type,
      Map<SpecialValue, ValuePolicy> policies,
      boolean isRounding,
      boolean isNotNull,
      @Nullable String zone) {}

  private static final class RuleToForm extends StdConverter<ColumnRule, RuleForm> {
    @Override
    public RuleForm convert(ColumnRule rule) {
      return new RuleForm(
          rule.name(),
          rule.type().orElse(null),
          rule.policies(),
          rule.isRounding(),
          rule.isNotNull(),
          rule.zone().map(ZoneId::getId).orElse(null));
    }
  }

  private static final class FormToRule extends StdConverter<RuleForm, ColumnRule> {
    @Override
    public ColumnRule convert(RuleForm form) {
      ColumnRule rule = ColumnRule.of(form.name());
      if (form.type() != null) {
        rule = rule.as(form.type());
      }
      for (Map.Entry<SpecialValue, ValuePolicy> policy : form.policies().entrySet()) {
        rule = rule.on(policy.getKey(), policy.getValue());
      }
      rule = form.isRounding() ? rule.rounding() : rule;
      rule = form.zone() == null ? rule : rule.zone(ZoneId.of(form.zone()));
      return form.isNotNull() ? rule.notNull() : rule;
    }
  }

  @JsonSerialize(converter = RuleToForm.class)
  @JsonDeserialize(converter = FormToRule.class)
  private interface RuleMixin {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Full.class, name = "full"),
    @JsonSubTypes.Type(value = Incremental.class, name = "incremental"),
    @JsonSubTypes.Type(value = Chunked.class, name = "chunked"),
    @JsonSubTypes.Type(value = Keyset.class, name = "keyset"),
    @JsonSubTypes.Type(value = TimeWindow.class, name = "timewindow"),
  })
  private interface ExtractionMixin {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ChunkSize.Rows.class, name = "rows"),
    @JsonSubTypes.Type(value = ChunkSize.Count.class, name = "count"),
    @JsonSubTypes.Type(value = ChunkSize.Bytes.class, name = "bytes"),
    @JsonSubTypes.Type(value = ChunkSize.Days.class, name = "days"),
    @JsonSubTypes.Type(value = ChunkSize.Dense.class, name = "dense"),
  })
  private interface ChunkSizeMixin {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Relation.Table.class, name = "table"),
    @JsonSubTypes.Type(value = Relation.Query.class, name = "query"),
  })
  private interface RelationMixin {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Parquet.class, name = "parquet"),
    @JsonSubTypes.Type(value = Csv.class, name = "csv"),
  })
  private interface FormatMixin {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = SliceBounds.Whole.class, name = "whole"),
    @JsonSubTypes.Type(value = SliceBounds.Range.class, name = "range"),
    @JsonSubTypes.Type(value = SliceBounds.NullKey.class, name = "null_key"),
    @JsonSubTypes.Type(value = SliceBounds.Outside.class, name = "outside"),
    @JsonSubTypes.Type(value = SliceBounds.Interval.class, name = "interval"),
    @JsonSubTypes.Type(value = SliceBounds.Nulls.class, name = "nulls"),
  })
  private interface SliceBoundsMixin {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = RunEvent.RunStarted.class, name = "run_started"),
    @JsonSubTypes.Type(value = RunEvent.Warning.class, name = "warning"),
    @JsonSubTypes.Type(value = RunEvent.SliceStarted.class, name = "slice_started"),
    @JsonSubTypes.Type(value = RunEvent.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = RunEvent.PartWritten.class, name = "part_written"),
    @JsonSubTypes.Type(value = RunEvent.SliceCompleted.class, name = "slice_completed"),
    @JsonSubTypes.Type(value = RunEvent.SliceFailed.class, name = "slice_failed"),
    @JsonSubTypes.Type(value = RunEvent.RetryAttempted.class, name = "retry_attempted"),
    @JsonSubTypes.Type(value = RunEvent.ParallelismAdjusted.class, name = "parallelism_adjusted"),
    @JsonSubTypes.Type(value = RunEvent.QualityIssue.class, name = "quality_issue"),
    @JsonSubTypes.Type(value = RunEvent.SchemaChanged.class, name = "schema_changed"),
    @JsonSubTypes.Type(value = RunEvent.Validated.class, name = "validated"),
    @JsonSubTypes.Type(value = RunEvent.RunCompleted.class, name = "run_completed"),
  })
  private interface RunEventMixin {}
}
