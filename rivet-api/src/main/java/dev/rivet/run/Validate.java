package dev.rivet.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/** Checks the output against itself; opens no source connection and writes nothing (VD1). One thread; not reusable. */
public interface Validate {

  /** How deep to look. Default {@link ValidationDepth#FULL}. */
  @CanIgnoreReturnValue
  Validate depth(ValidationDepth depth);

  /** Looks. */
  ValidationReport execute();
}
