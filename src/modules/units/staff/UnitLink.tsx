import { Link } from '@tanstack/react-router';
import { useLanguage } from '#web/ui/useLanguage.ts';
import type { Unit } from '../units.contract.ts';

/** The name of a unit, leading to its page. */
export function UnitLink({ unit }: { unit: Unit }) {
  const language = useLanguage();
  return (
    <Link to="/units/$unitId" params={{ unitId: String(unit.id) }}>
      {(language === 'en' && unit.nameEn) || unit.nameVi}
    </Link>
  );
}
