import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import { writeFileOfTheMoment } from '#platform/files/file-of-the-moment.ts';
import { byteOrderMark, writePlainCsvLine } from '#platform/workbooks/write-csv.ts';
import { chooseIndicators, listAllIndicators } from './indicators.ts';
import { countingFigures, monthDate, territoryOf, type Understood } from './question.ts';

const columns = ['unit_code', 'unit_name', 'month', 'indicator', 'value', 'origin', 'qualifier', 'keys'];
const rowsAtOnce = 1000;

/**
 * The own figures of every unit in the territory of a unit, month by month, as a csv file with a heading: any number of
 * rows in the same memory. Answers the file with the number of its rows, heading not counted.
 */
export async function exportFigures(
  db: Db,
  question: Understood,
  codes: string[] | undefined,
): Promise<{ file: Readable; rows: number }> {
  const indicators = chooseIndicators(await listAllIndicators(db), codes).map((one) => one.id);
  let rows = 0;
  const file = await writeFileOfTheMoment(async (output) => {
    output.write(byteOrderMark + writePlainCsvLine(columns));
    await sql`
      declare figures_to_write no scroll cursor for
      select u.code as unit_code, u.name_vi as unit_name, to_char(c.month, 'YYYY-MM') as month, i.code as indicator,
        trim_scale(c.value)::text as value, c.origin, c.qualifier, array_to_string(c.keys, '|') as keys
      from ${countingFigures(question)} c join units u on u.id = c.unit_id join indicators i on i.id = c.indicator_id
      where c.indicator_id = any (${indicators}::int[]) and c.value is not null and c.unit_id in ${territoryOf(question)}
        and c.month between ${monthDate(question.from)}::date and ${monthDate(question.to)}::date`.execute(db);
    for (;;) {
      const { rows: page } = await sql
        .raw<Record<string, string | null>>(`fetch ${rowsAtOnce} from figures_to_write`)
        .execute(db);
      if (page.length === 0) break;
      rows += page.length;
      const lines = page.map((row) => writePlainCsvLine(Object.values(row)));
      if (!output.write(lines.join(''))) await once(output, 'drain');
    }
    await sql`close figures_to_write`.execute(db);
    output.end();
  });
  return { file, rows };
}
