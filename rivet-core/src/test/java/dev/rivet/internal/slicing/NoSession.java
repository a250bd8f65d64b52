package dev.rivet.internal.slicing;

import dev.rivet.extract.Relation;
import dev.rivet.plan.SourceIdentity;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.TypeRules;

/** A session that nothing is asked of. */
final class NoSession implements SourceSession {
  @Override
  public SourceIdentity identity() {
    throw new AssertionError("slicing needs no identity");
  }

  @Override
  public SourceRelation resolve(Relation relation, TypeRules rules) {
    throw new AssertionError("the relation is resolved");
  }

  @Override
  public boolean canShareSnapshot() {
    return false;
  }

  @Override
  public String exportSnapshot() {
    throw new AssertionError("slicing takes no snapshot");
  }

  @Override
  public void joinSnapshot(String token) {
    throw new AssertionError("slicing joins no snapshot");
  }

  @Override
  public void cancel() {}

  @Override
  public void close() {}
}
