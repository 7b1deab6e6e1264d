import { Link } from '@tanstack/react-router';
import { useUnitName } from '#web/ui/useLanguage.ts';
import type { Unit } from '../units.contract.ts';

/** The name of a unit, leading to its page. */
export function UnitLink({ unit }: { unit: Unit }) {
  const nameOf = useUnitName();
  return (
    <Link to="/units/$unitId" params={{ unitId: String(unit.id) }}>
      {nameOf(unit)}
    </Link>
  );
}
