/** A small server that speaks enough TDS 7.4 for the real driver; it knows no T-SQL. */
@org.jspecify.annotations.NullMarked
package dev.rivet.dialect.sqlserver.tds;
