package dev.rivet.internal.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** What lets a reader skip pages: where each one is, and its bounds. Also sums the bounds up. */
final class PageIndexes {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ValueOrder order;
  private final List<PageInfo> pages;
  private final List<Integer> sizes;

  PageIndexes(ValueOrder order, List<PageInfo> pages, List<Integer> sizes) {
    this.order = order;
    this.pages = pages;
    this.sizes = sizes;
  }

  private static boolean isNull(PageInfo page) {
    return page.nulls() == page.entries();
  }

  /** Bounds of the chunk; null if there is no value or a page's bounds are unknown. */
  @Nullable Bounds bounds() {
    Bounds all = null;
    for (PageInfo page : pages) {
      Bounds bounds = page.bounds();
      if (bounds != null) {
        all = all == null ? bounds : all.merge(bounds, order);
      } else if (!isNull(page)) {
        return null;
      }
    }
    return all;
  }

  byte[] offsetIndex(long dataOffset) throws IOException {
    List<PageLocation> locations = new ArrayList<>(pages.size());
    long offset = dataOffset;
    long row = 0;
    for (int i = 0; i < pages.size(); i++) {
      locations.add(new PageLocation(offset, sizes.get(i), row));
      offset += sizes.get(i);
      row += pages.get(i).rows();
    }
    Bytes out = new Bytes(256);
    Util.writeOffsetIndex(new OffsetIndex(locations), out);
    return out.toArray();
  }

  /** Null if some page has values but no bounds: the format cannot say that. */
  byte @Nullable [] columnIndex() throws IOException {
    List<Boolean> nullPages = new ArrayList<>(pages.size());
    List<Long> nullCounts = new ArrayList<>(pages.size());
    List<ByteBuffer> mins = new ArrayList<>(pages.size());
    List<ByteBuffer> maxes = new ArrayList<>(pages.size());
    for (PageInfo page : pages) {
      Bounds bounds = page.bounds();
      if (bounds == null && !isNull(page)) {
        return null;
      }
      nullPages.add(bounds == null);
      nullCounts.add((long) page.nulls());
      mins.add(bounds == null ? NOTHING : ByteBuffer.wrap(bounds.min()));
      maxes.add(bounds == null ? NOTHING : ByteBuffer.wrap(bounds.max()));
    }
    ColumnIndex index = new ColumnIndex(nullPages, mins, maxes, boundaryOrder());
    Bytes out = new Bytes(256);
    Util.writeColumnIndex(index.setNull_counts(nullCounts), out);
    return out.toArray();
  }

  private BoundaryOrder boundaryOrder() {
    boolean ascending = true;
    boolean descending = true;
    Bounds previous = null;
    for (PageInfo page : pages) {
      Bounds bounds = page.bounds();
      if (bounds == null) {
        continue;
      }
      if (previous != null) {
        int min = order.compare(previous.min(), bounds.min());
        int max = order.compare(previous.max(), bounds.max());
        ascending &= min <= 0 && max <= 0;
        descending &= min >= 0 && max >= 0;
      }
      previous = bounds;
    }
    if (ascending) {
      return BoundaryOrder.ASCENDING;
    }
    return descending ? BoundaryOrder.DESCENDING : BoundaryOrder.UNORDERED;
  }
}
