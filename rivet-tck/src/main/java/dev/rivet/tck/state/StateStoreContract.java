package dev.rivet.tck.state;

import dev.rivet.spi.state.StateStore;
import java.time.Clock;
import org.junit.jupiter.api.Nested;

/**
 * What every state store keeps. Extend it, and give each test data of its own, for example a file in a {@code @TempDir} or a new
 * schema.
 *
 * <pre>{@code
 * class MyStateStoreTest extends StateStoreContract {
 *   @TempDir Path folder;
 *
 *   @Override
 *   protected StateStore open(Clock clock) {
 *     return new MyStateStore(folder.resolve("state"), clock);
 *   }
 * }
 * }</pre>
 */
public abstract class StateStoreContract {

  /**
   * Opens one more store on the data of this test, as another process would. The suite closes it.
   *
   * @param clock by which leases expire; keeps microseconds
   */
  protected abstract StateStore open(Clock clock) throws Exception;

  @Nested
  class LeaseTest extends LeaseCases {
    LeaseTest() {
      super(StateStoreContract.this);
    }
  }

  @Nested
  class CheckpointTest extends CheckpointCases {
    CheckpointTest() {
      super(StateStoreContract.this);
    }
  }

  @Nested
  class ClaimConcurrencyTest extends ClaimConcurrencyCases {
    ClaimConcurrencyTest() {
      super(StateStoreContract.this);
    }
  }

  @Nested
  class ChunkTaskStateTest extends ChunkTaskStateCases {
    ChunkTaskStateTest() {
      super(StateStoreContract.this);
    }
  }

  @Nested
  class RunStateTest extends RunStateCases {
    RunStateTest() {
      super(StateStoreContract.this);
    }
  }

  @Nested
  class ProgressionTest extends ProgressionCases {
    ProgressionTest() {
      super(StateStoreContract.this);
    }
  }

  @Nested
  class VerifiedTest extends VerifiedCases {
    VerifiedTest() {
      super(StateStoreContract.this);
    }
  }

  @Nested
  class BaselineTest extends BaselineCases {
    BaselineTest() {
      super(StateStoreContract.this);
    }
  }

  @Nested
  class MetricsTest extends MetricsCases {
    MetricsTest() {
      super(StateStoreContract.this);
    }
  }

  @Nested
  class StateResetTest extends StateResetCases {
    StateResetTest() {
      super(StateStoreContract.this);
    }
  }

  @Nested
  class RetentionTest extends RetentionCases {
    RetentionTest() {
      super(StateStoreContract.this);
    }
  }

  @Nested
  class StateNamespaceTest extends StateNamespaceCases {
    StateNamespaceTest() {
      super(StateStoreContract.this);
    }
  }
}
