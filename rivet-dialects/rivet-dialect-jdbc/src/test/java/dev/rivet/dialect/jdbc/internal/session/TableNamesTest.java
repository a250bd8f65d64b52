package dev.rivet.dialect.jdbc.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a query reads from, told from its text. */
class TableNamesTest {
  @Test
  void namesAfterFromAndJoin() {
    assertThat(TableNames.of("SELECT a.x FROM first a JOIN \"se\"\"cond\" b ON a.x = b.x"))
        .containsExactly("first", "se\"cond");
    assertThat(TableNames.of("select 1 from (select 2 from inner_one) x"))
        .isEqualTo(List.of("inner_one"));
  }

  @Test
  void neitherFunctionsNorOwnNamesNorTextsNorComments() {
    assertThat(TableNames.of("WITH c AS (SELECT 1) SELECT * FROM C")).isEmpty();
    assertThat(TableNames.of("SELECT * FROM range(5)")).isEmpty();
    assertThat(TableNames.of("SELECT * FROM other.place")).isEmpty();
    assertThat(TableNames.of("SELECT ' FROM a', 1 -- FROM b\n /* FROM c */ FROM d"))
        .containsExactly("d");
    assertThat(TableNames.of("SELECT \"FROM")).isEmpty();
    assertThat(TableNames.of("SELECT 1 /* FROM x")).isEmpty();
  }
}
