package dev.rivet.internal.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PA9: what came from elsewhere loses its secrets before it is shown. */
class RedactorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host/db?user=u&password=c4n4ry&ssl=true",
        "postgresql://u:c4n4ry@host:5432/db failed",
        "postgresql://u:p@c4n4ry/x@host/db failed",
        "Access denied, password: 'c4n4ry'",
        "{\"secretAccessKey\": \"c4n4ry\"}",
        "Authorization: Bearer c4n4ry.c4n4ry",
        "CREATE ROLE r PASSWORD 'c4n4ry'",
        "pwd=c4n4ry;x=1",
        "https://b.blob.core.windows.net/c?sv=2022&sig=c4n4ry%3D&se=2",
        "https://b.s3.amazonaws.com/k?X-Amz-Signature=c4n4ry&x=1",
        "AccountKey=c4n4ry==;EndpointSuffix=x",
        "-----BEGIN PRIVATE KEY-----\nc4n4ry\n-----END PRIVATE KEY-----"
      })
  void noSecretIsLeft(String text) {
    assertThat(Redactor.secrets(text)).doesNotContain("c4n4ry").contains(Redactor.MASK);
    assertThat(Redactor.message(text)).doesNotContain("c4n4ry");
  }

  @Test
  void whatIsNoSecretStays() {
    String text =
        "ERROR: relation \"public.orders\" does not exist at host db.example, user report, line 1";
    assertThat(Redactor.message(text)).isEqualTo(text);
  }

  @Test
  void longValuesAreCut() {
    assertThat(Redactor.message("invalid input: '" + "v".repeat(100) + "'"))
        .isEqualTo("invalid input: '" + "v".repeat(32) + "…(68 more)'");
  }
}
