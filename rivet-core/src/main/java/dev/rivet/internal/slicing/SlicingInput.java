package dev.rivet.internal.slicing;

import dev.rivet.Export;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.SourceRelation;

/** What a slicer may look at: the definition, the resolved relation and its catalog facts. */
public record SlicingInput(Export export, SourceRelation relation, RelationFacts facts) {}
