package dev.rivet.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick start, small. */
class QuickStartIT {
  @TempDir Path dir;

  @Test
  void everythingComesOutAsTold() throws IOException, SQLException {
    ByteArrayOutputStream story = new ByteArrayOutputStream();

    boolean isTold =
        QuickStart.run(
            List.of("--rows", "20000", "--dir", dir.toString()),
            new PrintStream(story, true, UTF_8));

    String text = story.toString(UTF_8);
    assertThat(isTold).as(text).isTrue();
    assertThat(text)
        .containsPattern("(?m)^10\\. ")
        .contains("CHUNK_KEY_SPARSE")
        .contains("[ok] it names slices [2, 5, 7]")
        .contains("[ok] committed and verified boundaries agree")
        .contains("[ok] all 20 columns equal")
        .doesNotContain("FAILED");
    assertThat(dir.resolve("discovery.json")).isNotEmptyFile();
    assertThat(dir.resolve("orders.plan.json")).isNotEmptyFile();
    assertThat(dir.resolve("reconcile.json")).isNotEmptyFile();
    assertThat(dir.resolve("orders/_SUCCESS")).isNotEmptyFile();
    assertThat(dir.resolve("orders_sparse")).doesNotExist();
  }

  @Test
  void tooFewRowsForTheStoryAreRefused() {
    assertThatThrownBy(() -> QuickStart.run(List.of("--rows", "10"), System.out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 20000");
  }
}
