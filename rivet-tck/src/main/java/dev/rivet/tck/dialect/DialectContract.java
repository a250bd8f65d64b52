package dev.rivet.tck.dialect;

import dev.rivet.spi.dialect.Dialect;
import org.junit.jupiter.api.Nested;

/**
 * What every source dialect keeps: names, slices, batches, stopping, sessions, types. Extend it with a database of tests. What a
 * dialect cannot do it declares ({@link TestSource#lacks()}); the suite then asserts that it refuses loudly.
 *
 * <pre>{@code
 * class MyDialectContractIT extends DialectContract {
 *   @Override
 *   protected Dialect dialect() {
 *     return MyDialect.create();
 *   }
 *
 *   @Override
 *   protected TestSource source() {
 *     return new MyTestSource(server);
 *   }
 * }
 * }</pre>
 */
public abstract class DialectContract {

  /** The dialect to test. */
  protected abstract Dialect dialect();

  /** A database for it; the suite creates tables in it, one test at a time. */
  protected abstract TestSource source();

  @Nested
  class NameTest extends NameCases {
    NameTest() {
      super(DialectContract.this);
    }
  }

  @Nested
  class SliceTest extends SliceCases {
    SliceTest() {
      super(DialectContract.this);
    }
  }

  @Nested
  class BatchTest extends BatchCases {
    BatchTest() {
      super(DialectContract.this);
    }
  }

  @Nested
  class StopTest extends StopCases {
    StopTest() {
      super(DialectContract.this);
    }
  }

  @Nested
  class SessionTest extends SessionCases {
    SessionTest() {
      super(DialectContract.this);
    }
  }

  @Nested
  class TypeTest extends TypeCases {
    TypeTest() {
      super(DialectContract.this);
    }
  }
}
