package dev.rivet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.Export;
import dev.rivet.discover.Discovery;
import dev.rivet.engine.Rivet;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery as code: it compiles whatever the tables are called, and every export of it can be planned (DI3, DI4). */
class DiscoveredCodeIT {
  @TempDir Path dir;

  @SuppressWarnings("unchecked")
  private List<Export> compiled(String source) throws Exception {
    Path file = Files.createDirectories(dir.resolve("src/com/example")).resolve("Exports.java");
    Files.writeString(file, source);
    Path classes = Files.createDirectories(dir.resolve("classes"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                classPath,
                file.toString());
    assertThat(result).as("javac says no to:\n%s", source).isZero();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
      return (List<Export>) loader.loadClass("com.example.Exports").getMethod("all").invoke(null);
    }
  }

  @Test
  void discoveryCompilesAndPlans() throws Exception {
    Postgres db = Postgres.newDatabase();
    db.execute(
        "CREATE TABLE orders (id bigint PRIMARY KEY, price numeric, updated_at timestamptz)",
        "INSERT INTO orders SELECT g, g, now() FROM generate_series(1, 150000) g",
        "CREATE SCHEMA sales",
        "CREATE TABLE sales.orders (id bigint PRIMARY KEY)",
        "CREATE TABLE \"class\" (\"while\" numeric)",
        "CREATE TABLE \"a/b\\u0022.\"\"x */ {@code\" (\"say \"\"hi\"\"\n\\\" numeric)",
        "CREATE TABLE \"日本\" (id int)",
        "CREATE TABLE \"7..seas\" (id int)",
        "CREATE TABLE log (word text, updated_at timestamptz, created_at timestamptz NOT NULL)",
        "INSERT INTO log SELECT 'w', now(), now() FROM generate_series(1, 100001) g",
        "CREATE VIEW recent AS SELECT id FROM orders",
        "ANALYZE");
    try (Env env = Env.sqlite(db, dir.resolve("env"))) {
      Rivet rivet = env.rivet();
      Discovery discovery = rivet.discover();
      String source = discovery.toJava("com.example", "Exports");
      assertThat(source)
          .startsWith("package com.example;\n\nimport dev.rivet.Export;\n")
          .contains(
              "  public static Export orders() {\n",
              "    return Export.table(\"public.orders\")\n"
                  + "        .extract(Chunked.by(\"id\").rows(100_000))\n"
                  + "        .column(\"price\", RivetType.decimal(38, 18)) // review: numeric"
                  + " without precision\n"
                  + "        .into(Path.of(\"out\", \"orders\"))\n"
                  + "        .build();\n",
              ".extract(Incremental.coalesce(\"updated_at\", \"created_at\"))",
              "  public static Export orders2() {\n",
              ".named(\"orders2\")");
      List<Export> exports = compiled(source);
      assertThat(exports).hasSize(discovery.tables().size()).hasSize(8);
      assertThat(rivet.plan(exports).plans()).hasSize(8);
      assertThatThrownBy(() -> discovery.toJava("com.example", "9lives"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
