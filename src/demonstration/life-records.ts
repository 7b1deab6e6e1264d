import { activities } from '#modules/activities/activities.contract.ts';
import { assets } from '#modules/assets/assets.contract.ts';
import { awards } from '#modules/awards/awards.contract.ts';
import { handIns } from '#modules/hand-ins/hand-ins.contract.ts';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import { supports } from '#modules/supports/supports.contract.ts';
import { determineMonthDays, type Month } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import type { Unit } from './acts.ts';
import type { KeptRecord } from './import-records.ts';

/** What one commune wrote into its registers in the running month, none of it after `today`; the same every time. */
export function makeLifeRecords(unit: Unit, month: Month, today: string): [Register, KeptRecord[]][] {
  const { from } = determineMonthDays(month);
  const day = (count: number): string => {
    const date = new Date(Date.parse(`${from}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
    return date < today ? date : today;
  };
  const record = (values: KeptRecord['values']): KeptRecord => ({ unit, values });
  const group = (name: string, category: string, memberCount: number, initiativeId: string): KeptRecord =>
    record({
      level: 'group',
      name,
      category,
      initiativeId,
      leadOrganisation: 'police',
      establishedOn: '2025-08-19',
      observedOn: '2025-08-19',
      status: 'active',
      memberCount,
    });
  const initiative = (name: string, category: string): KeptRecord =>
    record({
      level: 'initiative',
      name,
      category,
      leadOrganisation: 'police',
      origin: 'own',
      recognition: 'none',
      establishedOn: '2025-08-19',
      observedOn: '2025-08-19',
      status: 'active',
    });
  const site = (name: string, category: string, initiativeId: string, equipmentCount: number | null): KeptRecord =>
    record({
      level: 'site',
      name,
      category,
      initiativeId,
      leadOrganisation: 'police',
      establishedOn: '2025-09-10',
      launchedOn: '2025-09-10',
      observedOn: '2025-09-10',
      status: 'active',
      equipmentCount,
    });
  const cameras = `Camera an ninh ${unit.name}`;
  const landlords = `Nhà trọ tự quản ${unit.name}`;
  const activity = (values: KeptRecord['values']): KeptRecord =>
    record({ hostOrganisation: 'police', channel: 'in_person', coveredCommuneIds: [unit], ...values });
  return [
    [
      initiatives,
      [
        initiative(cameras, 'security_camera'),
        initiative(landlords, 'landlord_club'),
        site('Camera khu trung tâm', 'security_camera', cameras, 12),
        site('Camera bến xe', 'security_camera', cameras, 8),
        site('Nhà trọ tự quản khu công nghiệp', 'other', landlords, null),
        group('Câu lạc bộ chủ nhà trọ số 1', 'landlord_club', 24, landlords),
        group('Đội xung kích trung tâm', 'shock_team', 15, landlords),
      ],
    ],
    [
      activities,
      [
        activity({
          heldOn: day(1),
          category: 'outreach_session',
          name: 'Phòng, chống lừa đảo trên mạng',
          placeType: 'residential_area',
          attendanceCount: 85,
          leafletCount: 120,
        }),
        activity({
          heldOn: day(4),
          category: 'outreach_session',
          name: 'An toàn giao thông',
          placeType: 'school',
          attendanceCount: 210,
        }),
        activity({
          heldOn: day(6),
          category: 'listening_forum',
          name: 'Công an lắng nghe ý kiến nhân dân',
          placeType: 'public_place',
          attendanceCount: 130,
          opinionCount: 21,
          opinionAnsweredCount: 19,
        }),
      ],
    ],
    [
      handIns,
      [
        record({ receivedOn: day(3), itemKind: 'air_gun', quantity: '1', custody: 'kept' }),
        record({ receivedOn: day(5), itemKind: 'fireworks', quantity: '2.5', custody: 'kept' }),
      ],
    ],
    [
      supports,
      [record({ givenOn: day(2), purpose: 'livelihood', form: 'goods', householdCount: 3, amountVnd: 9_000_000 })],
    ],
    [
      awards,
      [
        record({
          decidedOn: day(7),
          awardKind: 'commendation',
          issuer: 'commune_chair',
          achievementKind: 'sudden',
          collectiveCount: 1,
          personCount: 2,
          decisionNumber: '112/QĐ-UBND',
          amountVnd: 1_500_000,
        }),
      ],
    ],
    [
      assets,
      [
        record({
          name: 'Camera khu trung tâm',
          assetKind: 'camera',
          installedOn: '2025-09-10',
          observedOn: '2025-09-10',
          itemCount: 12,
          workingCount: 11,
          ownerCount: 7,
          ownerAgreedCount: 6,
        }),
      ],
    ],
  ];
}
