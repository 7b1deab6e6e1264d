import type { Unit } from './acts.ts';
import { apportion } from './apportion.rules.ts';
import type { KeptRecord } from './import-records.ts';

// What Báo Cao Bằng published for the year 2023 (31 January 2024), laid out as the records and supplements that give it.

export const published = {
  kinds: 38,
  sites: 1270,
  newSites: 20,
  launches: 11,
  launchedCommunes: 12,
  sessions: 100,
  attendances: 9800,
  wanted: 48,
  guns: 97,
  rounds: 249,
  grenades: 7,
  parts: 20,
  ruralCommunesMeeting192: 117,
  focusAreas: 67,
  households: 4,
  supportVnd: 15_000_000,
};

/** 92,66 % was published without its parts; these give it: 2.171 of 2.343 subjects. */
export const standard = {
  registered: { S01: 1462, S33: 161, S34: 420, S35: 120, S36: 180 },
  met: { S03: 1371, S05: 139, S07: 390, S08: 108, S09: 163 },
};

const categories = [
  'security_camera',
  'security_lighting',
  'zalo_group',
  'school_gate',
  'boundary_cluster',
  'drug_free_area',
  'hand_in',
  'livelihood_support',
  'skilled_mobilisation',
];
const themes = [
  'Camera an ninh',
  'Ánh sáng an ninh',
  'Zalo kết nối bình yên',
  'Cổng trường an toàn',
  'Cụm liên kết giáp ranh',
  'Xóm không ma túy',
  'Giao nộp vũ khí, vật liệu nổ',
  'Giúp nhau thoát nghèo, giữ gìn an ninh',
  'Dân vận khéo về an ninh, trật tự',
];
const leaders = ['police', 'front', 'women_union', 'veterans_association', 'youth_union'];

const nameOf = (kind: number): string => `${themes[kind % themes.length]} ${Math.floor(kind / themes.length) + 1}`;

/**
 * 38 initiatives and 1.270 sites over all communes, every one active at the end of 2023. The first 20 sites were launched
 * in the year, all in communes that keep the register for the whole year (`hosts`, the first ones).
 */
export function makeInitiatives(communes: Unit[], hosts: number): KeptRecord[] {
  const named = Array.from({ length: published.kinds }, (_, kind): KeptRecord => ({
    unit: communes[kind % communes.length]!,
    values: {
      level: 'initiative',
      name: nameOf(kind),
      category: categories[kind % categories.length]!,
      leadOrganisation: leaders[kind % leaders.length]!,
      origin: 'own',
      recognition: 'none',
      establishedOn: '2019-03-15',
      observedOn: '2022-11-20',
      status: 'active',
    },
  }));
  const perCommune = apportion(published.sites, communes.length);
  let made = 0;
  const sites = communes.flatMap((unit, place) =>
    Array.from({ length: perCommune[place]! }, (_, index): KeptRecord => {
      const kind = made % published.kinds;
      const isNew = place < hosts && index < apportion(published.newSites, hosts)[place]!;
      made += 1;
      const day = `2023-${String(2 + (made % 10)).padStart(2, '0')}-20`;
      return {
        unit,
        values: {
          level: 'site',
          name: `${nameOf(kind)} – ${unit.name}, điểm ${index + 1}`,
          category: categories[kind % categories.length]!,
          initiativeId: nameOf(kind),
          leadOrganisation: leaders[kind % leaders.length]!,
          establishedOn: isNew ? day : '2020-05-20',
          launchedOn: isNew ? day : null,
          observedOn: isNew ? day : '2022-11-20',
          status: 'active',
        },
      };
    }),
  );
  return [...named, ...sites];
}

/** 11 launch conferences, one in each host commune; the last covered its neighbour as well. */
export function makeLaunches(communes: Unit[]): KeptRecord[] {
  return Array.from({ length: published.launches }, (_, index): KeptRecord => ({
    unit: communes[index]!,
    values: {
      heldOn: `2023-${String(1 + index).padStart(2, '0')}-20`,
      category: 'launch',
      name: 'Hội nghị phát động phong trào Toàn dân bảo vệ an ninh Tổ quốc',
      hostOrganisation: 'police',
      channel: 'in_person',
      placeType: 'public_place',
      coveredCommuneIds:
        index === published.launches - 1 ? communes.slice(index, published.launchedCommunes) : [communes[index]!],
      attendanceCount: 250,
    },
  }));
}

/** Guns, rounds, grenades and parts handed in over the year, a receipt a commune and kind. */
export function makeHandIns(hosts: Unit[]): KeptRecord[] {
  const kinds = {
    homemade_gun: published.guns,
    ammunition: published.rounds,
    grenade: published.grenades,
    weapon_part: published.parts,
  };
  return Object.entries(kinds).flatMap(([itemKind, total], kind) =>
    apportion(total, hosts.length).flatMap((quantity, place): KeptRecord[] =>
      quantity === 0
        ? []
        : [
            {
              unit: hosts[place]!,
              values: {
                receivedOn: `2023-${String(2 + ((place + kind) % 10)).padStart(2, '0')}-10`,
                itemKind,
                quantity,
                custody: 'kept',
              },
            },
          ],
    ),
  );
}

/** Four households were given 15 triệu đồng together. */
export function makeSupports(hosts: Unit[]): KeptRecord[] {
  return apportion(published.supportVnd / 250_000, published.households).map((quarters, index): KeptRecord => ({
    unit: hosts[index]!,
    values: {
      givenOn: '2023-08-18',
      purpose: 'livelihood',
      form: 'money',
      householdCount: 1,
      amountVnd: quarters * 250_000,
    },
  }));
}
