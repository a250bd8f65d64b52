package dev.rivet.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where and how to connect. */
class EndpointTest {
  @TempDir Path dir;

  @Test
  void onlyTheMachineItselfIsReachedInPlainText() {
    for (String host : new String[] {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1"}) {
      assertThat(Endpoint.of(host, "db").tls().mode()).as(host).isEqualTo(Tls.Mode.DISABLE);
    }
    for (String host :
        new String[] {"db.example.com", "10.0.0.1", "127.example.com", "localhost.x"}) {
      assertThat(Endpoint.of(host, "db").tls().mode()).as(host).isEqualTo(Tls.Mode.VERIFY_FULL);
    }
  }

  @Test
  void secretsNeverShow() throws IOException {
    Path file = Files.writeString(dir.resolve("secret"), "canary\n");
    Secret secret = Secret.file(file);
    Endpoint endpoint = Endpoint.of("db", "shop").port(5).user("me", secret);
    assertThat(endpoint.password().orElseThrow().reveal()).containsExactly("canary".toCharArray());
    assertThat(endpoint + " " + secret + " " + Secret.of("canary"))
        .isEqualTo("me@db:5/shop (tls verify-full) *** ***");
    Path other = Files.writeString(file, "canary2\r\n");
    assertThat(String.valueOf(secret.reveal())).as("rotated in " + other).isEqualTo("canary2");
    assertThatThrownBy(() -> Secret.file(dir.resolve("none")).reveal())
        .hasMessageContaining("none");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> Endpoint.of("db?sslmode=disable", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Endpoint.of("me:canary@db", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary");
    assertThatThrownBy(() -> Endpoint.of("db", "x").port(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Tls.require().caFile(dir))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("verifyFull");
    assertThat(Tls.verifyCa().caFile(Path.of("ca.pem"))).hasToString("verify-ca by ca.pem");
  }
}
