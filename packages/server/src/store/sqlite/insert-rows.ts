import { type Kysely, sql } from "kysely";

/**
 * Adds many rows at once. They travel as one JSON text, which costs a fraction of a parameter for each value. This is
 * SQLite's way to write it; Postgres has `json_to_recordset`.
 *
 * @param columns those that are written; each row has all of them, in this order
 */
export async function insertRows<Schema, Table extends keyof Schema & string>(
  db: Kysely<Schema>,
  table: Table,
  columns: readonly (keyof Schema[Table] & string)[],
  rows: readonly (readonly (string | number | null)[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const values = sql.join(columns.map((_column, index) => sql.raw(`value ->> ${index}`)));
  await sql`insert into ${sql.table(table)} (${names}) select ${values} from json_each(${JSON.stringify(rows)})`.execute(
    db,
  );
}
