package dev.rivet.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.Export;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.PlanRejectedException;
import dev.rivet.error.Recovery;
import dev.rivet.extract.Chunked;
import dev.rivet.internal.hash.Fingerprint;
import dev.rivet.plan.Plan;
import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanJsonTest {
  private static final ObjectMapper OTHER = new ObjectMapper();

  @Test
  void roundTrips() {
    Plan plan = Samples.rich();
    assertThat(Plan.fromJson(plan.toJson())).isEqualTo(plan);
    assertThat(Plan.fromJson(plan.toJson()).toJson()).isEqualTo(plan.toJson());
    PlanSeal.verify(plan);
  }

  @Test
  void anyPlanRoundTripsInAnyLocale() {
    Locale before = Locale.getDefault();
    try {
      for (long seed = 0; seed < 400; seed++) {
        Locale.setDefault(seed % 2 == 0 ? Locale.ROOT : new Locale("tr", "TR"));
        Plan plan = Samples.random(new Random(seed));
        String json = plan.toJson();
        Locale.setDefault(seed % 3 == 0 ? new Locale("ar", "EG") : Locale.ROOT);
        Plan read = Plan.fromJson(json);
        assertThat(read).as("seed %d", seed).isEqualTo(plan);
        assertThat(read.toJson()).as("seed %d", seed).isEqualTo(json);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void lookIsStable() {
    Plan plan =
        PlanSeal.seal(
            Samples.plan(
                Export.query("q", "SELECT 1").into(Path.of("/out")).build(),
                List.of(new Slice(0, new SliceBounds.Range("id", -1, 7)))));
    assertThat(plan.toJson().lines().toList())
        .startsWith(
            "{",
            "  \"columns\": [",
            "    {",
            "      \"fidelity\": \"exact\",",
            "      \"metadata\": {},")
        .containsSequence(
            "    \"destination\": \"file:///out\",",
            "    \"empty_result\": \"no_file\",",
            "    \"extraction\": {",
            "      \"kind\": \"full\"",
            "    },")
        .containsSequence(
            "  \"created_at\": \"2026-11-23T10:15:30.000123Z\",",
            "  \"cursor_snapshot\": \"2026-01-01\",")
        .containsSequence(
            "      \"lock_timeout\": \"PT30S\",",
            "      \"max_retries\": 3,",
            "      \"max_value\": 268435456,",
            "      \"profile\": \"balanced\",",
            "      \"retry_backoff\": \"PT2S\",")
        .containsSequence(
            "  \"slices\": [",
            "    {",
            "      \"bounds\": {",
            "        \"column\": \"id\",",
            "        \"from\": -1,",
            "        \"kind\": \"range\",",
            "        \"to\": 7",
            "      },",
            "      \"index\": 0",
            "    }",
            "  ],")
        .contains("      \"code\": \"CHUNK_KEY_SPARSE\",", "      \"type\": \"decimal(10,2)\"")
        .endsWith("}");
    assertThat(plan.toJson()).doesNotContain("\r").doesNotContain(": null").doesNotContain("class");
  }

  @Test
  void integrityIsPartOfTheFormat() {
    // Changes when what is sealed or how changes; plans made before are then refused, so think
    // twice.
    assertThat(Samples.rich().integrity()).isEqualTo("xxh3:0856baf4d97cb957");
  }

  @Test
  void sealsWhatWillBeReadBack() {
    Plan plan = Samples.rich();
    Plan fine =
        new Plan(
            1,
            plan.rivetVersion(),
            plan.planId(),
            Instant.parse("2026-11-23T10:15:30.123456789Z"),
            plan.export(),
            plan.source(),
            plan.columns(),
            plan.slices(),
            plan.facts(),
            plan.rationale(),
            plan.warnings(),
            plan.fingerprint(),
            null,
            null,
            "whatever");
    Plan sealed = PlanSeal.seal(fine);
    assertThat(sealed.createdAt()).isEqualTo(Instant.parse("2026-11-23T10:15:30.123456Z"));
    assertThat(Plan.fromJson(sealed.toJson())).isEqualTo(sealed);
  }

  /** PA10: ArtifactIntegrityTest.everyFieldFlipRejectedEvenWithForce. */
  @Test
  void everyFieldFlipIsRejected() throws Exception {
    String json = Samples.rich().toJson();
    int leaves = leaves(OTHER.readTree(json)).size();
    assertThat(leaves).isGreaterThan(90);
    for (int i = 0; i < leaves; i++) {
      for (JsonNode other : flips(json, i)) {
        JsonNode tree = OTHER.readTree(json);
        Leaf leaf = leaves(tree).get(i);
        leaf.set.accept(other);
        PlanRejectedException e =
            catchThrowableOfType(PlanRejectedException.class, () -> Plan.fromJson(tree.toString()));
        assertThat(e).as("%s = %s", leaf.path, other).isNotNull();
        assertThat(e.code())
            .as("%s = %s", leaf.path, other)
            .isEqualTo(
                leaf.path.equals("/plan_version")
                    ? ErrorCode.PLAN_UNREADABLE
                    : ErrorCode.PLAN_EDITED);
        assertThat(e.recovery()).isEqualTo(Recovery.FIX_INPUT);
      }
    }
  }

  @Test
  void everyRemovedAddedOrSwappedFieldIsRejected() throws Exception {
    String json = Samples.rich().toJson();
    int containers = containers(OTHER.readTree(json)).size();
    int checked = 0;
    for (int c = 0; c < containers; c++) {
      int size = containers(OTHER.readTree(json)).get(c).size();
      for (int f = 0; f <= size; f++) {
        JsonNode tree = OTHER.readTree(json);
        JsonNode container = containers(tree).get(c);
        if (f == size) {
          if (container instanceof ObjectNode o) {
            o.put("zz_new", 1);
          } else {
            ((ArrayNode) container).add(1);
          }
        } else if (container instanceof ObjectNode o) {
          o.remove(new ArrayList<>(o.properties()).get(f).getKey());
        } else {
          ((ArrayNode) container).remove(f);
        }
        assertThatThrownBy(() -> Plan.fromJson(tree.toString()))
            .isInstanceOf(PlanRejectedException.class);
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(150);

    ObjectNode swapped = (ObjectNode) OTHER.readTree(json);
    ArrayNode slices = (ArrayNode) swapped.get("slices");
    slices.add(slices.remove(0));
    assertRejected(swapped.toString(), ErrorCode.PLAN_EDITED);
  }

  @Test
  void layoutAndKeyOrderDoNotMatter() throws Exception {
    Plan plan = Samples.rich();
    assertThat(Plan.fromJson(OTHER.readTree(plan.toJson()).toString())).isEqualTo(plan);
    assertThat(Plan.fromJson("\n\t " + reversed(OTHER.readTree(plan.toJson())) + " \r\n"))
        .isEqualTo(plan);
  }

  @Test
  void aSecondValueForAKeyIsRejected() {
    String json = Samples.rich().toJson();
    assertRejected(json.replaceFirst("\\{", "{\"plan_id\": \"other\","), ErrorCode.PLAN_UNREADABLE);
  }

  @Test
  void verifyFindsAChangedPlanInMemory() {
    Plan other = Samples.random(new Random(1)).withIntegrity(Samples.rich().integrity());
    assertThat(
            catchThrowableOfType(PlanRejectedException.class, () -> PlanSeal.verify(other)).code())
        .isEqualTo(ErrorCode.PLAN_EDITED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "\"plan\"",
        "[]",
        "{}",
        "{",
        "{\"plan_version\": \"1\"}",
        "\u0000",
        "{\"plan_version\": 1.0}"
      })
  void whatIsNoPlanIsUnreadable(String json) {
    assertRejected(json, ErrorCode.PLAN_UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2", "-1", "4294967297", "99999999999999999999999999"})
  void anUnknownVersionIsUnreadable(String version) {
    String json =
        Samples.rich()
            .toJson()
            .replace("\"plan_version\": 1,", "\"plan_version\": " + version + ",");
    assertThat(assertRejected(json, ErrorCode.PLAN_UNREADABLE))
        .contains("plan_version")
        .contains("version 1");
  }

  /** Someone who recomputes the seal still has to write a plan. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/slices | 5",
        "/slices/0/index | \"0\"",
        "/slices/0/index | 1.5",
        "/slices/0/index | null",
        "/slices/0/bounds/from | 9223372036854775808",
        "/slices/0/bounds/from | 200000",
        "/slices/0/bounds/kind | \"rang\"",
        "/slices/0/bounds/kind | 1",
        "/slices/0 | null",
        "/created_at | \"yesterday\"",
        "/created_at | 1732356930",
        "/export/tuning/throttle | 5",
        "/export/tuning/throttle | \"5s\"",
        "/export/tuning/batch_bytes | -5",
        "/export/tuning/batch_bytes | \"8MB\"",
        "/export/name | \"../x\"",
        "/export/name | 7",
        "/export/destination | \"/out\"",
        "/export/destination | \"s3://a/../b\"",
        "/export/on_schema_drift | \"WARN\"",
        "/export/on_schema_drift | 0",
        "/export/on_schema_drift | \"\"",
        "/export/extraction/is_checkpointed | \"true\"",
        "/export/extraction/is_checkpointed | 1",
        "/export/types/columns/0/type | \"DECIMAL(10,2)\"",
        "/export/types/defaults | {\"nothing\": \"null\"}",
        "/columns/0/metadata | {\"a\": null}",
        "/columns/0/metadata | {\"a\": 1}",
        "/rationale | null",
        "/rationale | true",
        "/warnings/0/code | \"NO_SUCH_CODE\"",
      })
  void wrongValuesAreUnreadableEvenIfSealed(String path, String value) throws Exception {
    ObjectNode tree = (ObjectNode) OTHER.readTree(Samples.rich().toJson());
    leavesAndContainers(tree).stream()
        .filter(l -> l.path.equals(path))
        .findFirst()
        .orElseThrow()
        .set
        .accept(OTHER.readTree(value));
    String message = assertRejected(resealed(tree), ErrorCode.PLAN_UNREADABLE);
    assertThat(message)
        .contains("rivet.plan(export)")
        .doesNotContain("dev.rivet")
        .doesNotContain("java.");
  }

  @Test
  void messageSaysWhere() throws Exception {
    ObjectNode tree = (ObjectNode) OTHER.readTree(Samples.rich().toJson());
    ((ObjectNode) tree.at("/slices/1/bounds")).put("from", "x");
    assertThat(assertRejected(resealed(tree), ErrorCode.PLAN_UNREADABLE))
        .contains("slices[1].bounds.from");
    assertThat(assertRejected(Samples.rich().toJson().substring(0, 900), ErrorCode.PLAN_UNREADABLE))
        .contains("line ");
    assertThat(
            assertRejected(
                Samples.rich().toJson().replace("\"id\"", "\"ix\""), ErrorCode.PLAN_EDITED))
        .contains("changed after it was made")
        .contains(Samples.rich().integrity());
  }

  @Test
  void missingAndUnknownFieldsAreUnreadableEvenIfSealed() throws Exception {
    for (String path : List.of("/rationale", "/slices", "/source", "/facts", "/export")) {
      ObjectNode tree = (ObjectNode) OTHER.readTree(Samples.rich().toJson());
      tree.remove(path.substring(1));
      assertRejected(resealed(tree), ErrorCode.PLAN_UNREADABLE);
    }
    ObjectNode more = (ObjectNode) OTHER.readTree(Samples.rich().toJson());
    assertRejected(resealed(more.put("zz", 1)), ErrorCode.PLAN_UNREADABLE);
    ObjectNode less = (ObjectNode) OTHER.readTree(Samples.rich().toJson());
    ((ObjectNode) less.at("/slices/0")).remove("index");
    assertRejected(resealed(less), ErrorCode.PLAN_UNREADABLE);
    less = (ObjectNode) OTHER.readTree(Samples.rich().toJson());
    less.remove("cursor_snapshot");
    assertThat(Plan.fromJson(resealed(less)).cursorSnapshot()).isNull();
  }

  @Test
  void nothingButADocumentedExceptionComesOfMutatedText() {
    String original = Samples.rich().toJson();
    int rejected = 0;
    for (long seed = 0; seed < 3000; seed++) {
      String mutated = Mutations.of(original, new Random(seed));
      Throwable thrown = catchThrowable(() -> Plan.fromJson(mutated));
      if (thrown == null) {
        assertThat(Plan.fromJson(mutated)).as("seed %d", seed).isEqualTo(Samples.rich());
      } else {
        assertThat(thrown).as("seed %d", seed).isInstanceOf(PlanRejectedException.class);
        rejected++;
      }
    }
    assertThat(rejected).isGreaterThan(2000);
  }

  @Test
  void deepNestingIsUnreadable() {
    assertRejected("[".repeat(1_000_000), ErrorCode.PLAN_UNREADABLE);
    assertRejected("{\"plan_version\":1,\"a\":".repeat(100_000), ErrorCode.PLAN_UNREADABLE);
  }

  @Test
  void tooLongIsUnreadable() {
    assertThat(assertRejected(" ".repeat((256 << 20) + 1), ErrorCode.PLAN_UNREADABLE))
        .contains("256 MiB");
  }

  @Test
  void hundredThousandSlicesTakeLessThanTwoSeconds() {
    List<Slice> slices =
        IntStream.range(0, 100_000)
            .mapToObj(
                i -> new Slice(i, new SliceBounds.Range("id", i * 100_000L, i * 100_000L + 99_999)))
            .toList();
    Export export = Export.table("t").extract(Chunked.by("id")).into(Path.of("/out")).build();
    Plan plan = PlanSeal.seal(Samples.plan(export, slices));
    // The thread's own time: what else runs on the machine does not count.
    ThreadMXBean time = ManagementFactory.getThreadMXBean();
    long start = time.getCurrentThreadCpuTime();
    String json = plan.toJson();
    long written = time.getCurrentThreadCpuTime();
    Plan read = Plan.fromJson(json);
    long done = time.getCurrentThreadCpuTime();
    assertThat(read).isEqualTo(plan);
    assertThat(Duration.ofNanos(written - start)).as("to write").isLessThan(Duration.ofSeconds(2));
    assertThat(Duration.ofNanos(done - written)).as("to read").isLessThan(Duration.ofSeconds(2));
  }

  @CanIgnoreReturnValue
  private static String assertRejected(String json, ErrorCode code) {
    PlanRejectedException e =
        catchThrowableOfType(PlanRejectedException.class, () -> Plan.fromJson(json));
    assertThat(e).isNotNull();
    assertThat(e.code()).isEqualTo(code);
    return e.getMessage();
  }

  /** Seals edited text by hand: sorted keys, no white space, ASCII only, integrity empty. */
  private static String resealed(ObjectNode tree) throws Exception {
    tree.put("integrity", "");
    ObjectMapper sorted =
        com.fasterxml.jackson.databind.json.JsonMapper.builder()
            .enable(com.fasterxml.jackson.databind.cfg.JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();
    return tree.put("integrity", Fingerprint.of(sorted.writeValueAsString(tree))).toString();
  }

  private static List<JsonNode> flips(String json, int leaf) throws Exception {
    JsonNode value = leaves(OTHER.readTree(json)).get(leaf).value;
    List<JsonNode> flips = new ArrayList<>();
    flips.add(OTHER.nullNode().isNull() && value.isNull() ? OTHER.readTree("1") : OTHER.nullNode());
    if (value.isBoolean()) {
      flips.add(OTHER.readTree(String.valueOf(!value.booleanValue())));
    } else if (value.isIntegralNumber()) {
      flips.add(OTHER.readTree(String.valueOf(value.longValue() + 1)));
      flips.add(OTHER.readTree("\"" + value.asText() + "\""));
    } else if (value.isNumber()) {
      flips.add(OTHER.readTree(String.valueOf(Math.nextUp(value.doubleValue()))));
    } else if (value.isTextual()) {
      String text = value.textValue();
      flips.add(OTHER.valueToTree(text + "x"));
      flips.add(OTHER.valueToTree(text.isEmpty() ? " " : text.substring(1)));
      if (!text.toUpperCase(Locale.ROOT).equals(text)) {
        flips.add(OTHER.valueToTree(text.toUpperCase(Locale.ROOT)));
      }
    }
    return flips;
  }

  private record Leaf(String path, JsonNode value, Consumer<JsonNode> set) {}

  private static List<Leaf> leaves(JsonNode tree) {
    return leavesAndContainers(tree).stream().filter(l -> l.value.isValueNode()).toList();
  }

  private static List<Leaf> leavesAndContainers(JsonNode tree) {
    List<Leaf> all = new ArrayList<>();
    visit("", tree, all);
    return all;
  }

  private static List<JsonNode> containers(JsonNode tree) {
    List<JsonNode> all = new ArrayList<>();
    all.add(tree);
    leavesAndContainers(tree).stream()
        .map(Leaf::value)
        .filter(JsonNode::isContainerNode)
        .forEach(all::add);
    return all;
  }

  private static void visit(String path, JsonNode node, List<Leaf> all) {
    if (node instanceof ObjectNode object) {
      for (String name : object.properties().stream().map(java.util.Map.Entry::getKey).toList()) {
        all.add(new Leaf(path + "/" + name, object.get(name), v -> object.set(name, v)));
        visit(path + "/" + name, object.get(name), all);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        all.add(new Leaf(path + "/" + i, array.get(i), v -> array.set(index, v)));
        visit(path + "/" + i, array.get(i), all);
      }
    }
  }

  private static JsonNode reversed(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = OTHER.createObjectNode();
      List<String> names =
          new ArrayList<>(object.properties().stream().map(java.util.Map.Entry::getKey).toList());
      java.util.Collections.reverse(names);
      names.forEach(n -> copy.set(n, reversed(object.get(n))));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = OTHER.createArrayNode();
      array.forEach(n -> copy.add(reversed(n)));
      return copy;
    }
    return node;
  }
}
