package dev.rivet.dialect.jdbc.internal.session;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Something to do with rows. */
@FunctionalInterface
interface RowWork<T> {
  T read(ResultSet rows) throws SQLException;
}
