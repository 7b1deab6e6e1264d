import { foldForMatch } from '#platform/typed-values.rules.ts';
import type { WantedColumn } from '#platform/workbooks/find-table.ts';
import type { Field, Register, Words } from '../../declaration.ts';

/** Columns of every register's workbooks beside its fields. No field is called with an @. */
export const houseColumns = {
  '@line': { vi: 'STT', en: 'No.' },
  '@unitCode': { vi: 'Mã đơn vị', en: 'Unit code' },
  '@unit': { vi: 'Đơn vị', en: 'Unit' },
  '@record': { vi: 'Mã bản ghi', en: 'Record id' },
  '@version': { vi: 'Lần ghi', en: 'Version' },
} as const satisfies Record<string, Words>;

/** What heads a column, by the name of a field or of a house column. */
export function headerOf(register: Register, column: string): Words {
  return register.fields[column]?.label ?? houseColumns[column as keyof typeof houseColumns];
}

/** Whether a workbook without this column cannot be entered. */
export function isColumnRequired(field: Field): boolean {
  return field.required && field.onlyWith === undefined && field.type !== 'number';
}

/** The columns looked for in a workbook, each by its name in both languages. Throws where two are called alike. */
export function listWantedColumns(register: Register): WantedColumn[] {
  const columns = [
    ...Object.entries(houseColumns).map(([key, words]) => ({ key, words, isRequired: false })),
    ...Object.entries(register.fields).map(([key, field]) => ({
      key,
      words: field.label,
      isRequired: isColumnRequired(field),
    })),
  ].map(({ key, words, isRequired }) => ({ key, headers: [...new Set([words.vi, words.en])], isRequired }));
  const owners = new Map<string, string>();
  for (const { key, headers } of columns) {
    for (const header of headers.map(foldForMatch)) {
      const owner = owners.get(header);
      if (owner !== undefined && owner !== key)
        throw new Error(`columns ${owner} and ${key} of ${register.name} are both called ${header}`);
      owners.set(header, key);
    }
  }
  return columns;
}
