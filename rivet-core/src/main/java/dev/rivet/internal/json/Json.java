package dev.rivet.internal.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.rivet.internal.hash.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The one way in which values become JSON and come back: snake-case names, lower-case enum constants, keys in alphabetical order,
 * absent instead of null, two spaces of indentation and {@code \n} on every system. Reading is strict: no coercion between kinds
 * of values, no duplicate keys, nothing after the value, no null where the type has none. Thread-safe.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .annotationIntrospector(new ApiIntrospector())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfigDefaults(
              c -> c.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
          .withCoercionConfig(
              LogicalType.Textual,
              c ->
                  c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
              DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .addModule(new ApiModule())
          .build();

  private static final ObjectWriter PRETTY = MAPPER.writer(prettyPrinter());
  private static final ObjectWriter CANONICAL =
      MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
  private static final ObjectReader LENIENT =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Json() {}

  private static DefaultPrettyPrinter prettyPrinter() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""))
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }

  /** For people and files. */
  public static String write(Object value) {
    // By way of a tree: only there are all keys, the kind of a sealed family among them, put in
    // order.
    return write(PRETTY, tree(value));
  }

  /** A value as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Fingerprint of what a tree says, whatever the order of its keys and its white space. */
  public static String fingerprint(JsonNode tree) {
    return Fingerprint.of(write(CANONICAL, tree).getBytes(StandardCharsets.US_ASCII));
  }

  private static String write(ObjectWriter writer, JsonNode tree) {
    try {
      return writer.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory could not be written as JSON", e);
    }
  }

  /** Reads any JSON. */
  public static JsonNode parse(String json) throws JsonProcessingException {
    return present(MAPPER.readTree(json));
  }

  /** Reads any JSON in UTF-8. */
  public static JsonNode parse(byte[] json) throws JsonProcessingException {
    try {
      return present(MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new JsonMappingException(null, "not UTF-8 text", e);
    }
  }

  private static JsonNode present(JsonNode tree) throws JsonProcessingException {
    if (tree.isMissingNode() || tree.isNull()) {
      throw new JsonMappingException(null, "there is nothing");
    }
    return tree;
  }

  /** Turns a tree into a value and refuses fields that the type does not have. */
  public static <T> T bind(JsonNode tree, Class<T> type) throws JsonProcessingException {
    return MAPPER.treeToValue(tree, type);
  }

  /** Turns a tree into a value and ignores fields that the type does not have. */
  public static <T> T bindKnown(JsonNode tree, Class<T> type) throws JsonProcessingException {
    return LENIENT.treeToValue(tree, type);
  }

  /** What is wrong and where, without class names and without the text that was read. */
  public static String describe(JsonProcessingException failure) {
    StringBuilder text = new StringBuilder();
    if (failure instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference step : mapping.getPath()) {
        if (step.getFieldName() != null) {
          text.append(text.isEmpty() ? "" : ".").append(step.getFieldName());
        } else if (step.getIndex() >= 0) {
          text.append('[').append(step.getIndex()).append(']');
        }
      }
    }
    JsonLocation location = failure.getLocation();
    if (text.isEmpty() && location != null && location.getLineNr() > 0) {
      text.append("line ")
          .append(location.getLineNr())
          .append(", column ")
          .append(location.getColumnNr());
    }
    String reason =
        failure.getCause() instanceof RuntimeException cause
            ? cause.getMessage()
            : failure.getOriginalMessage();
    if (reason != null) {
      String line =
          reason.lines().findFirst().orElse("").replaceAll("(?:\\b[a-z_]\\w*\\.)+(?=[A-Z])", "");
      text.append(text.isEmpty() ? "" : ": ")
          .append(line.length() > 300 ? line.substring(0, 300) + "…" : line);
    }
    return text.toString();
  }
}
