package dev.rivet.run;

/** How deep a reconcile or validation looks (RC8, VD2). Each includes the ones before. */
public enum Depth {
  /** Source counts against recorded rows per slice. */
  COUNTS,
  /** Also: every part is re-read from the sink, bytes against fingerprints and rows against footers. */
  PARTS,
  /** Also: the source is re-read and its content digest compared with the one taken while exporting. */
  CONTENT
}
