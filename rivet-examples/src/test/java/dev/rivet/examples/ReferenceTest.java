package dev.rivet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Tuning;
import dev.rivet.error.ErrorCode;
import dev.rivet.manifest.Manifest;
import dev.rivet.run.ApplyResult;
import dev.rivet.unit.DataSize;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tables of the reference that the code knows better than a person; {@code -Ddocs.write} writes them. */
class ReferenceTest {
  private static final Pattern CODE =
      Pattern.compile(
          "// ([A-Z][A-Za-z, 1]+)\n|/\\*\\* ([^*]+?)\\s*\\*/\\s+([A-Z_]+)\\(Recovery\\.");

  private static String api(String file) {
    return Pages.read(Pages.ROOT.resolve("rivet-api/src/main/java/dev/rivet/" + file));
  }

  @Test
  void errorCodes() {
    StringBuilder table = new StringBuilder();
    Matcher code = CODE.matcher(api("error/ErrorCode.java"));
    int found = 0;
    while (code.find()) {
      if (code.group(1) != null) {
        table.append("\n## ").append(code.group(1)).append("\n\n");
        table.append("| code | recovery | meaning |\n|---|---|---|\n");
      } else {
        found++;
        ErrorCode value = ErrorCode.valueOf(code.group(3));
        if (value == ErrorCode.INTERNAL) {
          table.append("\n## Defects\n\n| code | recovery | meaning |\n|---|---|---|\n");
        }
        table.append("| `").append(value).append("` | ").append(value.recovery()).append(" | ");
        table.append(markdown(code.group(2))).append(" |\n");
      }
    }
    assertThat(found).isEqualTo(ErrorCode.values().length);
    Pages.check("docs/reference/error-codes.md", "codes", table + "\n");
  }

  @Test
  void profiles() {
    List<Tuning> profiles = List.of(Tuning.fast(), Tuning.balanced(), Tuning.gentle());
    Map<String, Function<Tuning, Object>> figures = new LinkedHashMap<>();
    figures.put("batchRows", Tuning::batchRows);
    figures.put("batchBytes", Tuning::batchBytes);
    figures.put("maxValue", Tuning::maxValue);
    figures.put("statementTarget", Tuning::statementTarget);
    figures.put("throttle", Tuning::throttle);
    figures.put("statementTimeout", Tuning::statementTimeout);
    figures.put("lockTimeout", Tuning::lockTimeout);
    figures.put("maxRetries", Tuning::maxRetries);
    figures.put("retryBackoff", Tuning::retryBackoff);
    StringBuilder table = new StringBuilder("| figure | fast | balanced | gentle |\n");
    table.append("|---|---|---|---|\n");
    figures.forEach(
        (name, figure) -> {
          table.append("| `").append(name).append("` |");
          profiles.forEach(p -> table.append(" ").append(text(figure.apply(p))).append(" |"));
          table.append("\n");
        });
    Pages.check("docs/reference/options.md", "profiles", table.toString());
  }

  private static String text(Object figure) {
    if (figure instanceof Duration d) {
      return d.isZero()
          ? "none"
          : d.toMillis() < 1000 ? d.toMillis() + " ms" : d.toSeconds() + " s";
    }
    return figure instanceof DataSize size
        ? size.toString()
        : String.format(Locale.ROOT, "%,d", (Integer) figure);
  }

  @Test
  void manifest() {
    String source = api("manifest/Manifest.java");
    StringBuilder text = new StringBuilder(fields(source, Manifest.class));
    for (Class<?> part :
        List.of(
            Manifest.Source.class,
            Manifest.Column.class,
            Manifest.Part.class,
            Manifest.ColumnChecksum.class,
            Manifest.Superseded.class)) {
      text.append("\n### ").append(part.getSimpleName()).append("\n\n");
      text.append(fields(source, part));
    }
    Pages.check("docs/reference/manifest.md", "fields", text.toString());
  }

  @Test
  void runReport() {
    Pages.check(
        "docs/reference/run-report.md",
        "fields",
        fields(api("run/ApplyResult.java"), ApplyResult.class));
  }

  /** A record's components with what their Javadoc says. */
  private static String fields(String source, Class<?> type) {
    int end = source.indexOf("record " + type.getSimpleName() + "(");
    String javadoc = source.substring(source.lastIndexOf("/**", end), end);
    StringBuilder table = new StringBuilder("| field | type | meaning |\n|---|---|---|\n");
    for (RecordComponent c : type.getRecordComponents()) {
      Matcher param =
          Pattern.compile("@param " + c.getName() + " (.+?)\\s*(?=\\* @|\\*/)", Pattern.DOTALL)
              .matcher(javadoc);
      assertThat(param.find()).as("Javadoc of %s.%s", type, c.getName()).isTrue();
      table.append("| `").append(snake(c.getName())).append("` | ");
      table.append(kind(c.getType())).append(" | ");
      table.append(markdown(param.group(1))).append(" |\n");
    }
    return table.toString();
  }

  private static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  private static String kind(Class<?> type) {
    if (type == String.class || type.isEnum()) {
      return "text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "boolean";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "number";
    }
    if (Map.class.isAssignableFrom(type) || type.isRecord()) {
      return "object";
    }
    if (Iterable.class.isAssignableFrom(type)) {
      return "list";
    }
    return "text";
  }

  private static String markdown(String javadoc) {
    return javadoc
        .replaceAll("\\s*\\n\\s*\\*?\\s*", " ")
        .replaceAll("\\{@(?:code|link) #?([^}]*)}", "`$1`")
        .replace("|", "\\|")
        .strip();
  }
}
