package dev.rivet.it.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;

/** The product's modules as compiled, told apart by where their classes lie. */
final class Modules {
  static final List<String> PRODUCT =
      List.of(
          "rivet-api",
          "rivet-core",
          "rivet-dialect-jdbc",
          "rivet-dialect-mysql",
          "rivet-dialect-postgres",
          "rivet-sink-s3",
          "rivet-sink-gcs",
          "rivet-sink-azure",
          "rivet-dialect-sqlserver",
          "rivet-state-jooq",
          "rivet-tck");

  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(
              location ->
                  PRODUCT.stream().anyMatch(module -> location.contains("/" + module + "/")))
          .withImportOption(location -> !location.contains("/test-classes/"))
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.rivet");

  private Modules() {}

  static JavaClasses of(String module) {
    return ALL.that(
        new com.tngtech.archunit.base.DescribedPredicate<>("of " + module) {
          @Override
          public boolean test(JavaClass type) {
            return moduleOf(type).equals(module);
          }
        });
  }

  /** The module a class comes from, empty if it is not one of ours. */
  static String moduleOf(JavaClass type) {
    JavaClass outer = type.getBaseComponentType();
    String uri = outer.getSource().map(s -> s.getUri().toString()).orElse("");
    return PRODUCT.stream()
        .filter(module -> uri.contains("/" + module + "/"))
        .findFirst()
        .orElse("");
  }
}
