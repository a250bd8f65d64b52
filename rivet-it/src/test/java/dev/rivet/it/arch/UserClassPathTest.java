package dev.rivet.it.arch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user of rivet-core, the PostgreSQL dialect and the state store gets on the class path, as Maven resolves it. */
class UserClassPathTest {
  private static List<Path> userClassPath;

  @BeforeAll
  static void readWhatMavenResolved() throws IOException {
    // Written by the build-classpath execution in this module's pom.xml: the compile and runtime
    // scope, no test scope.
    String text = Files.readString(Path.of("target", "user-classpath.txt"), UTF_8).trim();
    userClassPath =
        Stream.of(text.split(File.pathSeparator)).map(Path::of).filter(Files::exists).toList();
  }

  @Test
  void holdsNoHadoopGuavaNettySpringOrDriver() throws IOException {
    List<String> unwanted = new ArrayList<>();
    for (Path entry : userClassPath) {
      for (String name : classFiles(entry)) {
        for (String prefix :
            List.of(
                "org/apache/hadoop/",
                "com/google/common/",
                "io/netty/",
                "org/springframework/",
                "org/apache/parquet/hadoop/",
                "org/postgresql/",
                "com/mysql/",
                "org/mariadb/",
                "org/junit/",
                "dev/rivet/tck/")) {
          if (name.startsWith(prefix)) {
            unwanted.add(entry.getFileName() + ": " + name);
          }
        }
      }
    }
    assertThat(unwanted).isEmpty();
    assertThat(userClassPath).anyMatch(p -> p.toString().contains("arrow-vector"));
    assertThat(userClassPath).hasSizeLessThan(60);
  }

  /** Drivers are the application's: whoever reads a database has one for it. */
  @Test
  void everyClassOfOursLinksAgainstItAndTheDrivers(@TempDir Path dir) throws Exception {
    List<Path> withDrivers = new ArrayList<>(userClassPath);
    for (Class<?> driver :
        List.of(
            org.postgresql.Driver.class,
            com.mysql.cj.jdbc.Driver.class,
            org.mariadb.jdbc.Driver.class)) {
      withDrivers.add(Path.of(driver.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    assertAllLink(ours(), withDrivers, dir);
  }

  /** Whoever reads another database has the jar, but not the driver: what the service loader touches must link. */
  @Test
  void withoutDriversOnlyInternalsOfDialectsDoNotLink(@TempDir Path dir) throws Exception {
    List<String> ours = new ArrayList<>(ours());
    assertThat(ours)
        .contains(
            "dev/rivet/dialect/postgres/Postgres.class", "dev/rivet/dialect/mysql/MySql.class");
    ours.removeIf(n -> n.startsWith("dev/rivet/dialect/postgres/internal/"));
    // Of this one the rest links, whichever of its two drivers is there.
    ours.removeIf(n -> n.startsWith("dev/rivet/dialect/mysql/internal/driver/ConnectorJ"));
    ours.removeIf(n -> n.startsWith("dev/rivet/dialect/mysql/internal/driver/MariaDb"));
    assertAllLink(ours, userClassPath, dir);
  }

  private static List<String> ours() throws IOException {
    List<String> ours = new ArrayList<>();
    for (Path entry : userClassPath) {
      classFiles(entry).stream().filter(n -> n.startsWith("dev/rivet/")).forEach(ours::add);
    }
    assertThat(ours).hasSizeGreaterThan(100);
    return ours;
  }

  private static void assertAllLink(List<String> ours, List<Path> classPath, Path dir)
      throws Exception {
    Path names = Files.write(dir.resolve("classes.txt"), ours);
    Path output = dir.resolve("output.txt");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList())
                    + File.pathSeparator
                    + Path.of("target", "test-classes"),
                Linker.class.getName(),
                names.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(output)).contains("linked " + ours.size());
    assertThat(child.exitValue()).isZero();
  }

  private static List<String> classFiles(Path entry) throws IOException {
    if (Files.isDirectory(entry)) {
      try (Stream<Path> files = Files.walk(entry)) {
        return files
            .filter(f -> f.toString().endsWith(".class"))
            .map(f -> entry.relativize(f).toString().replace(File.separatorChar, '/'))
            .filter(f -> !f.endsWith("-info.class"))
            .toList();
      }
    }
    try (ZipFile zip = new ZipFile(entry.toFile())) {
      return zip.stream()
          .map(e -> e.getName())
          .filter(n -> n.endsWith(".class") && !n.endsWith("-info.class"))
          .toList();
    }
  }

  /** Runs in a process that has nothing but the user's class path. */
  static final class Linker {
    private Linker() {}

    public static void main(String[] args) throws Exception {
      int linked = 0;
      int failed = 0;
      for (String file : Files.readAllLines(Path.of(args[0]))) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
          Class<?> type = Class.forName(name, false, Linker.class.getClassLoader());
          int unused =
              type.getDeclaredMethods().length
                  + type.getDeclaredConstructors().length
                  + type.getDeclaredFields().length;
          linked++;
        } catch (LinkageError e) {
          failed++;
          System.out.println(name + ": " + e);
        }
      }
      System.out.println("linked " + linked);
      System.exit(failed == 0 ? 0 : 1);
    }
  }
}
