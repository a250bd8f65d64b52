package dev.rivet.dialect.mysql.internal.read;

import dev.rivet.dialect.mysql.internal.decode.Wire;

/**
 * A column of the key that pages follow. Immutable.
 *
 * @param expression its SQL
 * @param index its place in the select list
 * @param wire how it arrives
 * @param isUnsigned whether an integer has no sign
 */
public record KeyColumn(String expression, int index, Wire wire, boolean isUnsigned) {}
