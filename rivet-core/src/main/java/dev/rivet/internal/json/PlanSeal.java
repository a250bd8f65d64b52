package dev.rivet.internal.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.PlanRejectedException;
import dev.rivet.internal.hash.Fingerprint;
import dev.rivet.plan.Plan;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds any change to a plan since it was made (PA10): the integrity is the fingerprint of everything else in it. Evidence
 * against accidents and well-meant edits, not against an attacker, who can compute it as well.
 */
public final class PlanSeal {
  /** Longest plan that is read, in bytes. */
  static final long LIMIT = 256L << 20;

  private static final String INTEGRITY = "integrity";
  private static final String REMEDY = "Make a new plan with rivet.plan(export).";

  private PlanSeal() {}

  /** The plan with its integrity, as it will be read back: creation time in microseconds. */
  public static Plan seal(Plan plan) {
    Plan rounded =
        new Plan(
            plan.planVersion(),
            plan.rivetVersion(),
            plan.planId(),
            plan.createdAt().truncatedTo(ChronoUnit.MICROS),
            plan.export(),
            plan.source(),
            plan.columns(),
            plan.slices(),
            plan.facts(),
            plan.rationale(),
            plan.warnings(),
            plan.fingerprint(),
            plan.cursorSnapshot(),
            plan.cursor(),
            "");
    return rounded.withIntegrity(integrityOf((ObjectNode) Json.tree(rounded)));
  }

  /**
   * Checks a plan that never was text.
   *
   * @throws PlanRejectedException with {@code PLAN_EDITED}
   */
  public static void verify(Plan plan) {
    String actual = integrityOf((ObjectNode) Json.tree(plan));
    if (!actual.equals(plan.integrity())) {
      throw edited(plan.integrity(), actual, Map.of("export", plan.exportName()));
    }
  }

  /** Reads and checks a plan, see {@link Plan#fromJson}. */
  static Plan read(String json) {
    if (json.length() > LIMIT) {
      throw unreadable("the text is longer than 256 MiB. Plan fewer slices.", null);
    }
    JsonNode tree;
    try {
      tree = Json.parse(json);
    } catch (JsonProcessingException e) {
      throw unreadable(
          "the text is not JSON, or incomplete: "
              + Json.describe(e)
              + ". Fetch it again. "
              + REMEDY,
          e);
    }
    if (!(tree instanceof ObjectNode object)) {
      throw unreadable("the text is JSON but not a plan: a plan is an object. " + REMEDY, null);
    }
    checkVersion(object.get("plan_version"));
    JsonNode sealed = object.get(INTEGRITY);
    if (sealed == null || !sealed.isTextual() || !Fingerprint.isWellFormed(sealed.textValue())) {
      throw edited(sealed == null ? "nothing" : "no fingerprint", integrityOf(object), Map.of());
    }
    String actual = integrityOf(object);
    if (!actual.equals(sealed.textValue())) {
      throw edited(sealed.textValue(), actual, Map.of());
    }
    try {
      return Json.bind(object.put(INTEGRITY, actual), Plan.class);
    } catch (JsonProcessingException e) {
      throw unreadable("the text is not a plan: " + Json.describe(e) + ". " + REMEDY, e);
    }
  }

  private static void checkVersion(@Nullable JsonNode version) {
    if (version == null || !version.isIntegralNumber()) {
      throw unreadable("the text is JSON but not a plan: it has no plan_version. " + REMEDY, null);
    }
    if (!version.canConvertToInt() || version.intValue() != Plan.VERSION) {
      throw unreadable(
          "plan_version "
              + version.asText().substring(0, Math.min(20, version.asText().length()))
              + " is unknown; this library reads version "
              + Plan.VERSION
              + ". Apply it with the library that made it, or make a new plan.",
          null);
    }
  }

  private static String integrityOf(ObjectNode plan) {
    JsonNode before = plan.get(INTEGRITY);
    plan.put(INTEGRITY, "");
    String integrity = Json.fingerprint(plan);
    plan.set(INTEGRITY, before);
    return integrity;
  }

  private static PlanRejectedException edited(
      String sealed, String actual, Map<String, String> context) {
    return new PlanRejectedException(
        ErrorCode.PLAN_EDITED,
        "the plan was changed after it was made: it was sealed with "
            + sealed
            + ", its content now gives "
            + actual
            + ".\n  A plan is applied exactly as it was reviewed; change the Export instead. "
            + REMEDY,
        List.of(),
        requireNonNull(context),
        null);
  }

  private static PlanRejectedException unreadable(String message, @Nullable Throwable cause) {
    return new PlanRejectedException(
        ErrorCode.PLAN_UNREADABLE, message, List.of(), Map.of(), cause);
  }
}
