import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback } from 'react';
import { searchUnits, type Unit } from '#modules/units/units.contract.ts';
import { toUnambiguousCode } from '#modules/units/units.rules.ts';
import { apiQuery } from '#web/api/query.ts';
import { type UnitChoice, type UnitSearch, UnitSearchContext } from '#web/ui/UnitPicker.tsx';

export function toUnitChoice(unit: Unit): UnitChoice {
  const { id, code, kind, nameVi, nameEn, validFrom, validTo, parentName } = unit;
  return { id, code, kind, nameVi, nameEn, validFrom, validTo, parentName, askedAs: toUnambiguousCode(unit) };
}

/** Gives every unit picker its search, so that the ui kit need not know the API. */
export function UnitSearchOfServer({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const search = useCallback<UnitSearch>(
    async (text, { kinds, near, openOnly }) => {
      const query = { text, kind: kinds?.join(','), near, openOnly: openOnly ? 'true' : 'false', limit: 20 };
      const answer = await client.fetchQuery(apiQuery(searchUnits, { query }));
      return answer.items.map(toUnitChoice);
    },
    [client],
  );
  return <UnitSearchContext value={search}>{children}</UnitSearchContext>;
}
