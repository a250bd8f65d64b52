package dev.rivet.internal.verify;

import dev.rivet.internal.resource.Resources;
import dev.rivet.run.Validate;
import dev.rivet.run.ValidationDepth;
import dev.rivet.run.ValidationReport;
import dev.rivet.unit.Location;
import java.util.Objects;

/** Validates one prefix. */
public final class ValidateOperation implements Validate {
  private final Resources resources;
  private final String export;
  private final Location prefix;
  private ValidationDepth depth = ValidationDepth.FULL;

  /** For one export at one prefix. */
  public ValidateOperation(Resources resources, String export, Location prefix) {
    this.resources = resources;
    this.export = export;
    this.prefix = prefix;
  }

  @Override
  public Validate depth(ValidationDepth newDepth) {
    depth = Objects.requireNonNull(newDepth, "depth");
    return this;
  }

  @Override
  public ValidationReport execute() {
    return new Validator(resources, export, prefix, depth).execute();
  }
}
