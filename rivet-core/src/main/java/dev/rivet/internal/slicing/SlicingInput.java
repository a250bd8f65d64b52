package dev.rivet.internal.slicing;

import dev.rivet.Export;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a slicer may look at.
 *
 * @param export the definition
 * @param session the session that resolved the relation
 * @param relation the resolved relation
 * @param facts its catalog facts
 * @param cursor the stored cursor, or null
 * @param now the time
 */
public record SlicingInput(
    Export export,
    SourceSession session,
    SourceRelation relation,
    RelationFacts facts,
    @Nullable String cursor,
    Instant now) {}
