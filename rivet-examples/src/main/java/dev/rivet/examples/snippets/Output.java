package dev.rivet.examples.snippets;

import dev.rivet.Export;
import dev.rivet.Quality;
import dev.rivet.SchemaDrift;
import dev.rivet.format.Compression;
import dev.rivet.format.Csv;
import dev.rivet.format.Parquet;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.ValuePolicy;
import dev.rivet.unit.DataSize;
import java.nio.file.Path;

/** What the files hold. */
public final class Output {
  private Output() {}

  /** Types and policies. */
  public static Export types(Path directory) {
    // docs:types
    Export prices =
        Export.table("public.prices")
            .column("amount", RivetType.decimal(18, 4)) // numeric without precision
            .column(ColumnRule.of("valid_until").on(SpecialValue.INFINITY, ValuePolicy.NULL))
            .column(ColumnRule.of("rate").as(RivetType.decimal(10, 2)).rounding())
            .onSpecialValue(SpecialValue.NOT_A_NUMBER, ValuePolicy.NULL)
            .into(directory)
            .build();
    // end:types
    return prices;
  }

  /** Options of CSV. */
  public static Export csv(Path directory) {
    // docs:csv
    Export customers =
        Export.query("customers", "SELECT id, name, created_at FROM customers WHERE id > 10")
            .as(
                Csv.rfc4180()
                    .delimiter(';')
                    .nullText("\\N")
                    .escapeFormulas()
                    .compressed(Compression.gzip()))
            .into(directory)
            .build();
    // end:csv
    return customers;
  }

  /** Options of Parquet. */
  public static Export parquet(Path directory) {
    // docs:parquet
    Export events =
        Export.table("public.events")
            .as(
                Parquet.zstd(6)
                    .rowGroupRows(500_000)
                    .bloomFilter("user_id")
                    .maxFileSize(DataSize.ofMebibytes(512)))
            .into(directory)
            .build();
    // end:parquet
    return events;
  }

  /** Gates: what must hold before anything becomes visible. */
  public static Export gates(Path directory) {
    // docs:gates
    Export events =
        Export.table("public.events")
            .quality(
                Quality.none().rowCountAtLeast(1_000).nullRatioAtMost("user_id", 0.15).unique("id"))
            .onSchemaDrift(SchemaDrift.FAIL)
            .into(directory)
            .build();
    // end:gates
    return events;
  }
}
