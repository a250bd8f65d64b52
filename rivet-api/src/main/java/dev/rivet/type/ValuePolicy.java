package dev.rivet.type;

/** What to do with a {@link SpecialValue}. The default is always {@link #FAIL}; every value changed by another policy is counted. */
public enum ValuePolicy {
  /** Stop the run with an error that names the column; nothing is committed. */
  FAIL,
  /** Write NULL. */
  NULL,
  /** Write the nearest finite value: 9999-12-31 or 0001-01-01 for infinity, 23:59:59.999999 for 24:00. */
  CLAMP,
  /** Turn the whole column into text, so that the server's spelling of the value survives. */
  TEXT
}
