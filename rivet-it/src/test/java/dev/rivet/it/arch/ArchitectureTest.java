package dev.rivet.it.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Architecture §2 and style §2.1–2.3 as rules over the class files. */
class ArchitectureTest {
  private static final String[] DATABASES_CLOUDS_JOOQ = {
    "org.postgresql..",
    "com.mysql..",
    "org.mariadb..",
    "com.microsoft..",
    "oracle..",
    "org.sqlite..",
    "org.h2..",
    "org.jooq..",
    "software.amazon..",
    "com.amazonaws..",
    "com.google.cloud..",
    "com.azure..",
    "dev.rivet.dialect..",
    "dev.rivet.state.."
  };

  static Stream<String> modules() {
    return Modules.PRODUCT.stream();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rivet-api", "rivet-core", "rivet-sink-s3", "rivet-tck"})
  void everyModuleIsSeen(String module) {
    assertThat(Modules.of(module)).isNotEmpty();
  }

  @Test
  void coreNamesNoDatabaseNoCloudNoJooq() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(DATABASES_CLOUDS_JOOQ)
        .check(Modules.of("rivet-core"));
  }

  @Test
  void coreSpeaksNoSqlDialect() {
    List<String> found = new ArrayList<>();
    for (JavaClass type : Modules.of("rivet-core")) {
      for (String constant : ConstantPool.strings(type)) {
        String lower = constant.toLowerCase(java.util.Locale.ROOT);
        for (String name :
            List.of("postgres", "mysql", "mariadb", "sqlserver", "oracle", "sqlstate 4")) {
          if (lower.contains(name)) {
            found.add(type.getName() + ": \"" + constant + '"');
          }
        }
      }
    }
    assertThat(found).as("databases named in string constants of rivet-core").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rivet-dialect-mysql",
        "rivet-dialect-postgres",
        "rivet-sink-s3",
        "rivet-sink-gcs",
        "rivet-sink-azure",
        "rivet-dialect-jdbc",
        "rivet-dialect-sqlserver",
        "rivet-state-jooq",
        "rivet-tck"
      })
  void pluginsKnowRivetApiOnly(String module) {
    classes()
        .should(dependOnModules(Set.of("rivet-api", module)))
        .allowEmptyShould(true)
        .check(Modules.of(module));
  }

  @Test
  void coreKnowsRivetApiOnly() {
    classes()
        .should(dependOnModules(Set.of("rivet-api", "rivet-core")))
        .check(Modules.of("rivet-core"));
  }

  private static ArchCondition<JavaClass> dependOnModules(Set<String> allowed) {
    return onlyDependOnClassesThat(
        new DescribedPredicate<>("belong to " + allowed + " or are not ours") {
          @Override
          public boolean test(JavaClass target) {
            return !target.getBaseComponentType().getPackageName().startsWith("dev.rivet")
                || allowed.contains(Modules.moduleOf(target));
          }
        });
  }

  @Test
  void apiDependsOnArrowSlf4jAndAnnotationsOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "javax.sql..",
                "dev.rivet..",
                "org.apache.arrow.vector..",
                "org.apache.arrow.memory..",
                "org.slf4j..",
                "org.jspecify.annotations..",
                "com.google.errorprone.annotations.."))
        .check(Modules.of("rivet-api"));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void packagesAreFreeOfCycles(String module) {
    SlicesRuleDefinition.slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public String getDescription() {
                return "packages";
              }

              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                // The bridge to the JSON library is a service that names the values it writes: plan
                // and run ask it, it answers in them.
                return type.getPackageName().equals("dev.rivet.spi.json")
                    ? SliceIdentifier.ignore()
                    : SliceIdentifier.of(type.getPackageName());
              }
            })
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(Modules.of(module));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void publicApiDoesNotExposeInternalTypes(String module) {
    DescribedPredicate<JavaMember> promised =
        new DescribedPredicate<>("a user can call") {
          @Override
          public boolean test(JavaMember member) {
            return (member.getModifiers().contains(JavaModifier.PUBLIC)
                    || member.getModifiers().contains(JavaModifier.PROTECTED))
                && isPromised(member.getOwner());
          }
        };
    List<String> exposed = new ArrayList<>();
    for (JavaClass type : Modules.of(module)) {
      for (JavaMember member : type.getMembers()) {
        if (promised.test(member)) {
          member.getAllInvolvedRawTypes().stream()
              .map(JavaClass::getBaseComponentType)
              .filter(resideInAPackage("dev.rivet..internal.."))
              .forEach(t -> exposed.add(member.getFullName() + " exposes " + t.getName()));
        }
      }
    }
    assertThat(exposed).isEmpty();
  }

  private static boolean isPromised(JavaClass type) {
    if (type.getPackageName().contains(".internal")) {
      return false;
    }
    for (JavaClass t = type; ; t = t.getEnclosingClass().orElseThrow()) {
      if (!t.getModifiers().contains(JavaModifier.PUBLIC)
          && !t.getModifiers().contains(JavaModifier.PROTECTED)) {
        return false;
      }
      if (t.getEnclosingClass().isEmpty()) {
        return true;
      }
    }
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked = new ArrayList<>();
    for (JavaPackage p : Modules.ALL.getDefaultPackage().getSubpackagesInTree()) {
      if (p.getName().startsWith("dev.rivet")
          && p.getClasses().stream().anyMatch(c -> !c.getSimpleName().equals("package-info"))
          && !p.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(p.getName());
      }
    }
    assertThat(unmarked).isEmpty();
  }

  @Test
  void noStandardStreamsEnvironmentOrSystemProperties() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .orShould()
        .callMethodWhere(
            owned(System.class, "getenv", "getProperty", "getProperties", "setProperty", "exit"))
        .orShould()
        .callMethodWhere(owned(Boolean.class, "getBoolean"))
        .orShould()
        .callMethodWhere(owned(Integer.class, "getInteger"))
        .orShould()
        .callMethodWhere(owned(Long.class, "getLong"))
        .orShould()
        .callMethodWhere(owned(Throwable.class, "printStackTrace"))
        .check(Modules.ALL);
  }

  private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall> owned(
      Class<?> owner, String... names) {
    return new DescribedPredicate<>("call " + owner.getSimpleName() + List.of(names)) {
      @Override
      public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
        return call.getTargetOwner().isEquivalentTo(owner)
            && Set.of(names).contains(call.getName());
      }
    };
  }

  @Test
  void noLegacyDatesNoDefaultZoneNoDefaultLocale() {
    noClasses()
        .that()
        // The driver's interface names Calendar; the codec ignores it.
        .doNotHaveFullyQualifiedName("dev.rivet.dialect.mysql.internal.driver.MariaDbRowCodec")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.sql\\.(Timestamp|Date|Time)|java\\.util\\.(Date|Calendar|GregorianCalendar|TimeZone)")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.text\\.(SimpleDateFormat|DateFormat|NumberFormat|DecimalFormat)")
        .orShould()
        .callMethodWhere(owned(java.time.ZoneId.class, "systemDefault"))
        .orShould()
        .callMethod(java.time.LocalDate.class, "now")
        .orShould()
        .callMethod(java.time.LocalDateTime.class, "now")
        .orShould()
        .callMethod(java.time.ZonedDateTime.class, "now")
        .orShould()
        .callMethod(java.time.Clock.class, "systemDefaultZone")
        .orShould()
        .callMethodWhere(owned(java.util.Locale.class, "getDefault"))
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethodWhere(owned(String.class, "formatted"))
        .orShould()
        .callMethod(String.class, "getBytes")
        .orShould()
        .callConstructor(String.class, byte[].class)
        .check(Modules.ALL);
  }

  @Test
  void noStaticMutableState() {
    List<String> found = new ArrayList<>();
    for (JavaClass type : Modules.ALL) {
      for (JavaField field : type.getFields()) {
        if (field.getModifiers().contains(JavaModifier.STATIC)
            && !field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
          if (!field.getModifiers().contains(JavaModifier.FINAL)) {
            found.add(field.getFullName() + " is static and not final");
          } else if (isMutable(field.getRawType())) {
            found.add(field.getFullName() + " is a static " + field.getRawType().getSimpleName());
          } else if (field.getRawType().isArray()
              && !field.getModifiers().contains(JavaModifier.PRIVATE)) {
            found.add(field.getFullName() + " is a static array others can change");
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static boolean isMutable(JavaClass type) {
    String name = type.getName();
    return name.startsWith("java.util.concurrent.")
        || Set.of(
                "java.lang.ThreadLocal",
                "java.lang.StringBuilder",
                "java.util.ArrayList",
                "java.util.LinkedList",
                "java.util.HashMap",
                "java.util.LinkedHashMap",
                "java.util.TreeMap",
                "java.util.HashSet",
                "java.util.TreeSet",
                "java.util.ArrayDeque",
                "java.util.Random")
            .contains(name);
  }

  @Test
  void staticsHoldNothingThatChanges_andNobodyFillsACollectionThere() {
    // Map, List and Set constants are filled once: no put or add on them outside the static
    // initialiser.
    methods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage("dev.rivet..")
        .should(notSetStaticFields())
        .check(Modules.ALL);
  }

  private static ArchCondition<JavaCodeUnit> notSetStaticFields() {
    return new ArchCondition<>("not set static fields") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        unit.getFieldAccesses().stream()
            .filter(
                a ->
                    a.getAccessType()
                        == com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType.SET)
            .filter(
                a ->
                    a.getTarget()
                        .resolveMember()
                        .map(f -> f.getModifiers().contains(JavaModifier.STATIC))
                        .orElse(false))
            .forEach(a -> events.add(SimpleConditionEvent.violated(unit, a.getDescription())));
      }
    };
  }
}
