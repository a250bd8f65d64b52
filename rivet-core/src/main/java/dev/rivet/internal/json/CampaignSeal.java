package dev.rivet.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.PlanRejectedException;
import dev.rivet.plan.Campaign;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds any change to a campaign since it was made, as {@link PlanSeal} does for a plan; its plans keep seals of their own. */
public final class CampaignSeal {
  private static final String INTEGRITY = "integrity";
  private static final String REMEDY = "Make a new one with rivet.plan(exports).";

  private CampaignSeal() {}

  /** The campaign with its integrity. */
  public static Campaign seal(Campaign campaign) {
    Campaign open = campaign.withIntegrity("");
    return open.withIntegrity(integrityOf((ObjectNode) Json.tree(open)));
  }

  /**
   * Checks a campaign and its plans.
   *
   * @throws PlanRejectedException with {@code PLAN_EDITED}
   */
  public static void verify(Campaign campaign) {
    if (!integrityOf((ObjectNode) Json.tree(campaign)).equals(campaign.integrity())) {
      throw edited();
    }
    campaign.plans().forEach(PlanSeal::verify);
  }

  static Campaign read(String json) {
    if (json.length() > PlanSeal.LIMIT) {
      throw unreadable("the text is longer than 256 MiB. Plan fewer exports at once.", null);
    }
    Campaign campaign;
    try {
      JsonNode tree = Json.parse(json);
      checkVersion(tree.path("campaign_version"));
      if (!integrityOf((ObjectNode) tree).equals(tree.path(INTEGRITY).textValue())) {
        throw edited();
      }
      campaign = Json.bind(tree, Campaign.class);
    } catch (JsonProcessingException e) {
      throw unreadable("the text is not a campaign: " + Json.describe(e) + ". " + REMEDY, e);
    }
    verify(campaign);
    return campaign;
  }

  private static void checkVersion(JsonNode version) {
    if (!version.isIntegralNumber()) {
      throw unreadable("the text is JSON but not a campaign. " + REMEDY, null);
    }
    if (!version.canConvertToInt() || version.intValue() != Campaign.VERSION) {
      throw unreadable(
          "campaign_version is unknown; this library reads version "
              + Campaign.VERSION
              + ". "
              + REMEDY,
          null);
    }
  }

  private static String integrityOf(ObjectNode campaign) {
    JsonNode before = campaign.path(INTEGRITY);
    campaign.put(INTEGRITY, "");
    String integrity = Json.fingerprint(campaign);
    campaign.set(INTEGRITY, before);
    return integrity;
  }

  private static PlanRejectedException edited() {
    return new PlanRejectedException(
        ErrorCode.PLAN_EDITED,
        "the campaign was changed after it was made. It is applied exactly as it was reviewed;"
            + " change the exports instead. "
            + REMEDY,
        List.of(),
        Map.of(),
        null);
  }

  private static PlanRejectedException unreadable(String message, @Nullable Throwable cause) {
    return new PlanRejectedException(
        ErrorCode.PLAN_UNREADABLE, message, List.of(), Map.of(), cause);
  }
}
