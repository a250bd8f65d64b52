package dev.rivet.discover;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Definitions as Java source, whatever the tables are called. */
final class JavaSource {
  private static final Pattern PACKAGE = Pattern.compile("(?:[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
  private static final Set<String> TAKEN =
      Set.of(
          "abstract",
          "all",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "clone",
          "const",
          "continue",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "equals",
          "extends",
          "false",
          "final",
          "finalize",
          "finally",
          "float",
          "for",
          "getClass",
          "goto",
          "hashCode",
          "if",
          "implements",
          "import",
          "instanceof",
          "int",
          "interface",
          "long",
          "native",
          "new",
          "notify",
          "notifyAll",
          "null",
          "package",
          "private",
          "protected",
          "public",
          "return",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "toString",
          "transient",
          "true",
          "try",
          "void",
          "volatile",
          "wait",
          "while",
          "_");

  private final Discovery discovery;
  private final Set<String> methods = new HashSet<>(TAKEN);
  private final Set<String> exports = new HashSet<>();

  JavaSource(Discovery discovery) {
    this.discovery = discovery;
  }

  String render(String packageName, String className) {
    if (!PACKAGE.matcher(packageName).matches() || !NAME.matcher(className).matches()) {
      throw new IllegalArgumentException(
          "not a name in Java: " + packageName + (packageName.isEmpty() ? "" : ".") + className);
    }
    List<String> names = new ArrayList<>();
    StringBuilder definitions = new StringBuilder();
    for (DiscoveredTable table : discovery.tables()) {
      boolean isVisible = table.notes().stream().noneMatch(n -> n.startsWith("no visible columns"));
      if (isVisible) {
        names.add(method(table, definitions));
      }
    }
    StringBuilder text = new StringBuilder();
    if (!packageName.isEmpty()) {
      text.append("package ").append(packageName).append(";\n\n");
    }
    imports(definitions.toString()).forEach(i -> text.append("import ").append(i).append(";\n"));
    text.append("\n/** Exports of database ").append(comment(discovery.database()));
    text.append(", suggested from its catalog; to be reviewed. */\n");
    text.append("public final class ").append(className).append(" {\n");
    text.append("  private ").append(className).append("() {}\n\n");
    text.append("  /** All of them. */\n  public static List<Export> all() {\n    return List.of(");
    text.append(String.join(", ", names.stream().map(n -> n + "()").toList()));
    return text.append(");\n  }\n").append(definitions).append("}\n").toString();
  }

  private static Set<String> imports(String definitions) {
    Set<String> imports = new TreeSet<>(List.of("dev.rivet.Export", "java.util.List"));
    if (definitions.contains("Path.of(")) {
      imports.add("java.nio.file.Path");
    }
    if (definitions.contains("Chunked.by(")) {
      imports.add("dev.rivet.extract.Chunked");
    }
    if (definitions.contains("Incremental.")) {
      imports.add("dev.rivet.extract.Incremental");
    }
    if (definitions.contains("RivetType.decimal(")) {
      imports.add("dev.rivet.type.RivetType");
    }
    return imports;
  }

  private String method(DiscoveredTable table, StringBuilder text) {
    String method = unique(methods, methodName(table.table()));
    String file = unique(exports, fileName(table.table()));
    String named = file.equals(table.table()) ? "" : file;
    text.append("\n  /** {@code ").append(comment(table.qualifiedName())).append("}: ");
    text.append(table.rowEstimate() == null ? "unknown" : "about " + grouped(table.rowEstimate()));
    text.append(" rows. */\n  public static Export ").append(method).append("() {\n");
    table.notes().forEach(n -> text.append("    // ").append(comment(n)).append('\n'));
    text.append("    return ").append(definition(table, named, file, "    "));
    text.append(";\n  }\n");
    return method;
  }

  /** The builder calls, without a semicolon at the end. */
  static String definition(DiscoveredTable table, String named, String file, String indent) {
    StringBuilder text = new StringBuilder("Export.table(");
    text.append(literal(table.qualifiedName())).append(")");
    String next = "\n" + indent + "    ";
    if (!named.isEmpty()) {
      text.append(next).append(".named(").append(literal(named)).append(")");
    }
    Optional<Candidate> key = table.bestChunkKey();
    if (table.suggestedMode().equals("chunked") && key.isPresent()) {
      text.append(next).append(".extract(Chunked.by(").append(literal(key.get().column()));
      text.append(")");
      if (table.suggestedChunkRows() != null) {
        text.append(".rows(").append(grouped(table.suggestedChunkRows())).append(")");
      }
      text.append(")");
    }
    if (table.suggestedMode().equals("incremental") && table.suggestedCursorColumn() != null) {
      text.append(next).append(".extract(").append(incremental(table)).append(")");
    }
    for (String column : table.unboundedNumericColumns()) {
      text.append(next).append(".column(").append(literal(column));
      text.append(", RivetType.decimal(38, 18)) // review: numeric without precision");
    }
    text.append(next).append(".into(Path.of(\"out\", ").append(literal(file)).append("))");
    return text.append(next).append(".build()").toString();
  }

  private static String incremental(DiscoveredTable table) {
    String cursor = literal(String.valueOf(table.suggestedCursorColumn()));
    String fallback = table.suggestedCursorFallbackColumn();
    return fallback == null || fallback.equals(table.suggestedCursorColumn())
        ? "Incremental.by(" + cursor + ")"
        : "Incremental.coalesce(" + cursor + ", " + literal(fallback) + ")";
  }

  /** A name that is safe as an export's and as a directory's (ED1). */
  static String fileName(String table) {
    String safe = table.replaceAll("[/\\\\:\\p{Cntrl}]", "_").replace("..", "__");
    safe = safe.startsWith(".") || safe.startsWith("-") ? "_" + safe.substring(1) : safe;
    return safe.isBlank() ? "table" : safe.length() > 100 ? safe.substring(0, 100) : safe;
  }

  private static String methodName(String table) {
    StringBuilder name = new StringBuilder();
    boolean isUpper = false;
    for (int i = 0; i < table.length(); i++) {
      char c = table.charAt(i);
      if (c < 128 && Character.isLetterOrDigit(c)) {
        name.append(isUpper ? Character.toUpperCase(c) : c);
        isUpper = false;
      } else {
        isUpper = !name.isEmpty();
      }
    }
    if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
      name.insert(0, "table");
    }
    name.setCharAt(0, Character.toLowerCase(name.charAt(0)));
    return name.toString();
  }

  private static String unique(Set<String> taken, String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + i;
    }
    return name;
  }

  /** Octal escapes only: the compiler reads a Unicode escape before it sees a literal. */
  private static String literal(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\%03o", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static String comment(String text) {
    return text.replaceAll("\\p{Cntrl}", " ").replace('\\', '/').replace("*/", "* /");
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '_');
  }
}
